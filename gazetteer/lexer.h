/** @file A place phrase in tokens: words, numbers and signs, each knowing where in the text it stood. */
#ifndef GAZETTEER_LEXER_H
#define GAZETTEER_LEXER_H

#include "gazetteer/scope.h"

#include <stdbool.h>

typedef enum {
    TOKEN_WORD,
    TOKEN_NUMBER,
    TOKEN_COMMA, ///< also ";" and ":"
    TOKEN_OPEN,
    TOKEN_CLOSE,
    TOKEN_SLASH,
    TOKEN_DASH,     ///< a dash with space around, or between numbers
    TOKEN_POSITION, ///< coordinates; made by the parser out of the tokens they are written with
} token_kind;

typedef struct {
    token_kind kind;
    const char *word; ///< lower case (ASCII letters only), without a stop at its end; "" for signs
    double number;
    size_t begin, end; ///< bytes of the text
} token;

/** Reads @p length bytes of @p text. *out is in the scope. */
size_t lexer_read(scope *s, const char *text, size_t length, token **out);

#endif
