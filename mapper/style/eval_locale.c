/** @file Evaluation of what depends on a language: collators and the writing of numbers. */
#include "style/node.h"

#include <math.h>
#include <string.h>
#include <unicode/ucol.h>
#include <unicode/ucurr.h>
#include <unicode/unumberformatter.h>
#include <unicode/ustring.h>

// MapLibre takes the reader's language; a map that is drawn once has none.
#define DEFAULT_LOCALE "en-US"

static bool eval_collator(expr_context *c, const expr_node *node, expr_value *out)
{
    expr_value v[3] = {{0}, {0}, expr_text(DEFAULT_LOCALE)};
    for (size_t i = 0; i < node->arg_count; i++)
        if (!expr_eval(c, node->args[i], &v[i])) return false;
    expr_collator *collator = arena_alloc(c->memory, sizeof *collator);
    *collator = (expr_collator){v[0].boolean, v[1].boolean, v[2].text};
    *out = (expr_value){.kind = EXPR_COLLATOR, .collator = collator};
    return true;
}

/** Opens ICU's collator, of the rules for sorting or for finding; NULL where the locale is no locale. The
 * caller closes it. */
static UCollator *open_collator(expr_context *c, const expr_node *node, const expr_collator *collator,
                                bool finds)
{
    UErrorCode status = U_ZERO_ERROR;
    char locale[ULOC_FULLNAME_CAPACITY + ULOC_KEYWORDS_CAPACITY];
    uloc_forLanguageTag(collator->locale, locale, sizeof locale, NULL, &status);
    bool cut = status == U_STRING_NOT_TERMINATED_WARNING;
    // In German "ü" is found as "ue" but sorted as "u".
    if (!cut && finds) uloc_setKeywordValue("collation", "search", locale, sizeof locale, &status);
    UCollator *opened = U_SUCCESS(status) && !cut ? ucol_open(locale, &status) : NULL;
    if (!opened || U_FAILURE(status)) {
        ucol_close(opened);
        expr_eval_fail(c, node->path, "\"%.40s\" is not a locale.", collator->locale);
        return NULL;
    }
    // JavaScript's sensitivities: base, accent, case and variant.
    bool case_only = collator->case_sensitive && !collator->diacritic_sensitive;
    ucol_setStrength(opened, collator->diacritic_sensitive
                                 ? collator->case_sensitive ? UCOL_TERTIARY : UCOL_SECONDARY
                                 : UCOL_PRIMARY);
    ucol_setAttribute(opened, UCOL_CASE_LEVEL, case_only ? UCOL_ON : UCOL_OFF, &status);
    return opened;
}

bool expr_eval_collate(expr_context *c, const expr_node *node, const expr_collator *collator, const char *a,
                       const char *b, int *order)
{
    if (!expr_eval_charge(c, node, strlen(a) + strlen(b))) return false;
    UCollator *opened = open_collator(c, node, collator, true);
    if (!opened) return false;
    UErrorCode status = U_ZERO_ERROR;
    *order = (int)ucol_strcollUTF8(opened, a, -1, b, -1, &status);
    ucol_close(opened);
    return true;
}

static bool eval_resolved_locale(expr_context *c, const expr_node *node, expr_value *out)
{
    expr_value v;
    if (!expr_eval(c, node->args[0], &v)) return false;
    UCollator *opened = open_collator(c, node, v.collator, false);
    if (!opened) return false;
    UErrorCode status = U_ZERO_ERROR;
    char tag[ULOC_FULLNAME_CAPACITY] = "";
    const char *locale = ucol_getLocaleByType(opened, ULOC_VALID_LOCALE, &status);
    if (locale) uloc_toLanguageTag(locale, tag, sizeof tag - 1, false, &status);
    ucol_close(opened);
    *out = expr_text(arena_strdup(c->memory, tag));
    return true;
}

/** Fraction digits as ECMA-402 settles them from those given and the defaults of the style of number. */
static bool fraction_digits(expr_context *c, const expr_node *node, double least, double most, double out[2])
{
    const expr_number_format_args *where = node->number_format;
    expr_value v;
    bool has_min, has_max;
    if (!expr_eval_option(c, node, where->min_digits, &has_min, &v)) return false;
    if (has_min) least = v.number, most = fmax(most, least);
    if (!expr_eval_option(c, node, where->max_digits, &has_max, &v)) return false;
    if (has_max) most = v.number, least = has_min ? least : fmin(least, most);
    out[0] = floor(least), out[1] = floor(most);
    // ECMA-402's own limit. Written so that a NaN fails.
    if (out[0] >= 0 && out[1] <= 100 && out[0] <= out[1]) return true;
    return expr_eval_fail(c, node->path,
                          "The fraction digits are not within 0 to 100, or in the wrong order.");
}

/**
 * Builds ICU's number skeleton
 * (https://unicode-org.github.io/icu/userguide/format_parse/numbers/skeletons.html).
 */
static bool number_skeleton(expr_context *c, const expr_node *node, strbuf *skeleton)
{
    static const char *const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    const expr_number_format_args *where = node->number_format;
    expr_value v;
    bool currency, unit;
    double least = 0, most = 3, digits[2];
    if (!expr_eval_option(c, node, where->currency, &currency, &v)) return false;
    if (currency) {
        if (strlen(v.text) != 3 || strspn(v.text, letters) != 3)
            return expr_eval_fail(c, node->path, "\"%.20s\" is not a currency code.", v.text);
        const UChar code[4] = {(UChar)v.text[0], (UChar)v.text[1], (UChar)v.text[2], 0};
        UErrorCode status = U_ZERO_ERROR;
        least = most = ucurr_getDefaultFractionDigits(code, &status);
        strbuf_printf(skeleton, "currency/%s ", v.text);
    }
    if (!expr_eval_option(c, node, where->unit, &unit, &v)) return false;
    if (unit) {
        // Anything else would be a second instruction of the skeleton.
        if (strspn(v.text, "abcdefghijklmnopqrstuvwxyz-") != strlen(v.text) || strlen(v.text) > 60)
            return expr_eval_fail(c, node->path, "\"%.20s\" is not a unit.", v.text);
        strbuf_printf(skeleton, "unit/%s unit-width-short ", v.text);
    }
    if (!fraction_digits(c, node, least, most, digits)) return false;
    strbuf_puts(skeleton, digits[1] < 1 ? "precision-integer" : ".");
    for (int i = 0; i < (int)digits[1]; i++) strbuf_puts(skeleton, i < (int)digits[0] ? "0" : "#");
    strbuf_puts(skeleton, " rounding-mode-half-up");
    return true;
}

static bool eval_number_format(expr_context *c, const expr_node *node, expr_value *out)
{
    expr_value number, tag;
    bool has_locale;
    strbuf skeleton = {0};
    if (!expr_eval(c, node->args[0], &number) || !expr_eval_charge(c, node, 4096) ||
        !expr_eval_option(c, node, node->number_format->locale, &has_locale, &tag) ||
        !number_skeleton(c, node, &skeleton)) {
        strbuf_dispose(&skeleton);
        return false;
    }
    UErrorCode status = U_ZERO_ERROR;
    char locale[ULOC_FULLNAME_CAPACITY];
    uloc_forLanguageTag(has_locale ? tag.text : DEFAULT_LOCALE, locale, sizeof locale, NULL, &status);
    // The skeleton is ASCII of at most a hundred digits and the names above it.
    UChar wide[512];
    int32_t wide_length = 0;
    u_strFromUTF8(wide, 512, &wide_length, strbuf_text(&skeleton), (int32_t)skeleton.length, &status);
    strbuf_dispose(&skeleton);
    UNumberFormatter *formatter = unumf_openForSkeletonAndLocale(wide, wide_length, locale, &status);
    UFormattedNumber *formatted = unumf_openResult(&status);
    // ICU writes the sign of a NaN, which means nothing.
    unumf_formatDouble(formatter, isnan(number.number) ? NAN : number.number, formatted, &status);
    // 309 digits, the separators between them, a hundred decimals, a unit.
    UChar result[1024];
    char text[4 * 1024];
    int32_t length = unumf_resultToString(formatted, result, 1024, &status);
    u_strToUTF8(text, sizeof text, NULL, result, length, &status);
    unumf_closeResult(formatted);
    unumf_close(formatter);
    if (U_FAILURE(status))
        return expr_eval_fail(c, node->path, "The number cannot be written with these options.");
    *out = expr_text(arena_strdup(c->memory, text));
    return true;
}

bool expr_eval_locale(expr_context *c, const expr_node *node, expr_value *out)
{
    switch (node->op) {
    case EXPR_OP_COLLATOR: return eval_collator(c, node, out);
    case EXPR_OP_RESOLVED_LOCALE: return eval_resolved_locale(c, node, out);
    default: return eval_number_format(c, node, out);
    }
}
