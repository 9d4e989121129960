/** @file Evaluation of the operators of text. */
#include "style/node.h"

#include <math.h>
#include <string.h>
#include <unicode/ucasemap.h>
#include <unicode/ucol.h>
#include <unicode/unumberformatter.h>
#include <unicode/ustring.h>

static bool too_long(expr_context *c, const expr_node *node)
{
    return expr_eval_fail(c, node->path, "The text is longer than %zu bytes", EXPR_TEXT_MAX);
}

/** Copies the buffer into the evaluation's memory as the result, and disposes of it. */
static bool finish_text(expr_context *c, const expr_node *node, strbuf *text, bool done, expr_value *out)
{
    if (done && text->length > EXPR_TEXT_MAX) done = too_long(c, node);
    if (done) done = expr_eval_charge(c, node, text->length);
    if (done) *out = expr_text(arena_strndup(c->memory, strbuf_text(text), text->length));
    strbuf_dispose(text);
    return done;
}

static bool eval_concat(expr_context *c, const expr_node *node, expr_value *out)
{
    strbuf text = {0};
    bool done = true;
    for (size_t i = 0; i < node->arg_count && done; i++) {
        expr_value v;
        done = expr_eval(c, node->args[i], &v);
        const char *part = done ? expr_eval_to_text(c, node, &v) : NULL;
        done = part != NULL;
        if (done) strbuf_puts(&text, part);
        if (text.length > EXPR_TEXT_MAX) done = too_long(c, node);
    }
    return finish_text(c, node, &text, done, out);
}

/** Full case mapping of the root locale, as JavaScript's toUpperCase: not that of the user's language. */
static bool eval_case(expr_context *c, const expr_node *node, expr_value *out)
{
    expr_value v;
    if (!expr_eval(c, node->args[0], &v)) return false;
    size_t length = strlen(v.text);
    if (length > EXPR_TEXT_MAX) return too_long(c, node);
    if (!expr_eval_charge(c, node, length)) return false;
    UErrorCode status = U_ZERO_ERROR;
    UCaseMap *map = ucasemap_open("", 0, &status);
    // No character's case mapping is more than three times as long in UTF-8 (Unicode, SpecialCasing.txt).
    int32_t capacity = (int32_t)(3 * length + 1);
    char *text = arena_alloc(c->memory, (size_t)capacity);
    int32_t (*convert)(const UCaseMap *, char *, int32_t, const char *, int32_t, UErrorCode *) =
        node->op == EXPR_OP_UPCASE ? ucasemap_utf8ToUpper : ucasemap_utf8ToLower;
    if (U_SUCCESS(status)) convert(map, text, capacity, v.text, (int32_t)length, &status);
    ucasemap_close(map);
    if (U_FAILURE(status)) return expr_eval_fail(c, node->path, "The case of a text cannot be changed.");
    *out = expr_text(text);
    return true;
}

static size_t code_point_bytes(const char *at)
{
    size_t bytes = 1;
    while (((unsigned char)at[bytes] & 0xc0) == 0x80) bytes++;
    return bytes;
}

static bool eval_split(expr_context *c, const expr_node *node, expr_value *out)
{
    expr_value input, delimiter;
    if (!expr_eval(c, node->args[0], &input) || !expr_eval(c, node->args[1], &delimiter)) return false;
    size_t step = strlen(delimiter.text), count = 0, capacity = 0;
    // Each part is an array element and a copy: charged as 16 times its bytes.
    if (!expr_eval_charge(c, node, 16 * strlen(input.text))) return false;
    for (int pass = 0; pass < 2; pass++) {
        expr_value *items = pass ? arena_alloc(c->memory, capacity * sizeof *items) : NULL;
        count = 0;
        for (const char *at = input.text; at;) {
            const char *end = step ? strstr(at, delimiter.text) : *at ? at + code_point_bytes(at) : NULL;
            if (!step && !end) break;
            size_t bytes = end ? (size_t)(end - at) : strlen(at);
            if (pass) items[count] = expr_text(arena_strndup(c->memory, at, bytes));
            count++;
            at = end ? end + step : NULL;
        }
        capacity = count;
        if (!pass) continue;
        expr_array *array = arena_alloc(c->memory, sizeof *array);
        *array = (expr_array){count, items};
        *out = (expr_value){.kind = EXPR_ARRAY, .array = array};
    }
    return true;
}

static bool eval_join(expr_context *c, const expr_node *node, expr_value *out)
{
    expr_value input, delimiter;
    if (!expr_eval(c, node->args[0], &input) || !expr_eval(c, node->args[1], &delimiter)) return false;
    strbuf text = {0};
    bool done = true;
    for (size_t i = 0; i < input.array->count && done; i++) {
        if (i) strbuf_puts(&text, delimiter.text);
        strbuf_puts(&text, input.array->items[i].text);
        if (text.length > EXPR_TEXT_MAX) done = too_long(c, node);
    }
    return finish_text(c, node, &text, done, out);
}

static bool eval_image(expr_context *c, const expr_node *node, expr_value *out)
{
    expr_value name;
    if (!expr_eval(c, node->args[0], &name)) return false;
    bool available = !c->has_image || c->has_image(c->image_context, name.text);
    *out = (expr_value){.kind = EXPR_IMAGE, .image = {name.text, available}};
    return true;
}

/** Evaluates the option of a section; *given is false where it has none. */
static bool eval_option(expr_context *c, const expr_node *node, size_t index, bool *given, expr_value *out)
{
    *given = index != 0;
    return !*given || expr_eval(c, node->args[index], out);
}

static bool eval_section(expr_context *c, const expr_node *node, const expr_section_args *args,
                         expr_section *out)
{
    expr_value content, v;
    bool given;
    *out = (expr_section){.text = ""};
    if (!expr_eval(c, node->args[args->content], &content)) return false;
    if (!eval_option(c, node, args->vertical_align, &given, &v)) return false;
    if (given) out->vertical_align = v.text;
    if (content.kind == EXPR_IMAGE) {
        out->has_image = true;
        out->image = content.image;
        return true;
    }
    out->text = expr_eval_to_text(c, node, &content);
    if (!out->text || !eval_option(c, node, args->scale, &out->has_scale, &v)) return false;
    if (out->has_scale) out->scale = v.number;
    if (!eval_option(c, node, args->color, &out->has_color, &v)) return false;
    if (out->has_color) out->color = v.color;
    if (!eval_option(c, node, args->font, &given, &v)) return false;
    if (!given) return true;
    strbuf fonts = {0};
    for (size_t i = 0; i < v.array->count; i++) {
        if (i) strbuf_puts(&fonts, ",");
        strbuf_puts(&fonts, v.array->items[i].text);
    }
    bool done = finish_text(c, node, &fonts, true, &v);
    out->font_stack = v.text;
    return done;
}

static bool eval_format(expr_context *c, const expr_node *node, expr_value *out)
{
    size_t count = node->sections.count;
    expr_section *sections = arena_alloc(c->memory, count * sizeof *sections);
    for (size_t i = 0; i < count; i++)
        if (!eval_section(c, node, &node->sections.items[i], &sections[i])) return false;
    expr_formatted *formatted = arena_alloc(c->memory, sizeof *formatted);
    *formatted = (expr_formatted){count, sections};
    *out = (expr_value){.kind = EXPR_FORMATTED, .formatted = formatted};
    return true;
}

static bool eval_collator(expr_context *c, const expr_node *node, expr_value *out)
{
    expr_value v[3] = {{0}, {0}, expr_text("")};
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

/** Builds ICU's number skeleton
 * (https://unicode-org.github.io/icu/userguide/format_parse/numbers/skeletons.html). */
static bool number_skeleton(expr_context *c, const expr_node *node, strbuf *skeleton, const char **locale)
{
    const expr_number_format_args *where = node->number_format;
    expr_value v;
    bool given, currency, unit, has_max;
    double min_digits = 0, max_digits = 3;
    if (!eval_option(c, node, where->locale, &given, &v)) return false;
    *locale = given ? v.text : "en-US";
    if (!eval_option(c, node, where->currency, &currency, &v)) return false;
    if (currency && strspn(v.text, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz") == 3 &&
        !v.text[3]) {
        strbuf_printf(skeleton, "currency/%s ", v.text);
        min_digits = max_digits = 2;
    } else if (currency) {
        return expr_eval_fail(c, node->path, "\"%.20s\" is not a currency code.", v.text);
    }
    if (!eval_option(c, node, where->unit, &unit, &v)) return false;
    if (unit) strbuf_printf(skeleton, "unit/%.40s unit-width-short ", v.text);
    if (!eval_option(c, node, where->min_digits, &given, &v)) return false;
    if (given) min_digits = v.number;
    if (given && min_digits > max_digits) max_digits = min_digits;
    if (!eval_option(c, node, where->max_digits, &has_max, &v)) return false;
    if (has_max) max_digits = v.number;
    if (has_max && !given && min_digits > max_digits) min_digits = max_digits;
    // ECMA-402's own limit.
    if (!(min_digits >= 0 && max_digits <= 100 && min_digits <= max_digits))
        return expr_eval_fail(c, node->path,
                              "The fraction digits are not within 0 to 100, or in the wrong order.");
    strbuf_puts(skeleton, max_digits < 1 ? "precision-integer" : ".");
    for (int i = 0; max_digits >= 1 && i < (int)max_digits; i++)
        strbuf_puts(skeleton, i < (int)min_digits ? "0" : "#");
    strbuf_puts(skeleton, " rounding-mode-half-up");
    return true;
}

static bool eval_number_format(expr_context *c, const expr_node *node, expr_value *out)
{
    expr_value number;
    const char *locale_tag;
    strbuf skeleton = {0};
    if (!expr_eval(c, node->args[0], &number) || !expr_eval_charge(c, node, 4096) ||
        !number_skeleton(c, node, &skeleton, &locale_tag)) {
        strbuf_dispose(&skeleton);
        return false;
    }
    UErrorCode status = U_ZERO_ERROR;
    char locale[ULOC_FULLNAME_CAPACITY];
    uloc_forLanguageTag(locale_tag, locale, sizeof locale, NULL, &status);
    // The skeleton is ASCII of at most a hundred digits and the names above it.
    UChar wide[512];
    int32_t wide_length = 0;
    u_strFromUTF8(wide, 512, &wide_length, strbuf_text(&skeleton), (int32_t)skeleton.length, &status);
    strbuf_dispose(&skeleton);
    UNumberFormatter *formatter = unumf_openForSkeletonAndLocale(wide, wide_length, locale, &status);
    UFormattedNumber *formatted = unumf_openResult(&status);
    unumf_formatDouble(formatter, number.number, formatted, &status);
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

bool expr_eval_text(expr_context *c, const expr_node *node, expr_value *out)
{
    switch (node->op) {
    case EXPR_OP_CONCAT: return eval_concat(c, node, out);
    case EXPR_OP_UPCASE:
    case EXPR_OP_DOWNCASE: return eval_case(c, node, out);
    case EXPR_OP_SPLIT: return eval_split(c, node, out);
    case EXPR_OP_JOIN: return eval_join(c, node, out);
    case EXPR_OP_IMAGE: return eval_image(c, node, out);
    case EXPR_OP_FORMAT: return eval_format(c, node, out);
    case EXPR_OP_COLLATOR: return eval_collator(c, node, out);
    case EXPR_OP_RESOLVED_LOCALE: return eval_resolved_locale(c, node, out);
    default: return eval_number_format(c, node, out);
    }
}
