/** @file How a category of the data is written on a page. */
#ifndef INCMAP_REPORT_CATEGORY_TEXT_H
#define INCMAP_REPORT_CATEGORY_TEXT_H

#include "base/strbuf.h"

/**
 * Appends the text with a capital, spaces for the underscores of a computer's way to write it ("rock_fall"),
 * and in capitals those words that are initials ("Remote Ied": "Remote IED"). What is mixed otherwise stays
 * as it is.
 */
void category_put(strbuf *out, const char *text);

#endif
