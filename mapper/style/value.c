#include "style/value.h"

#include <assert.h>
#include <ctype.h>
#include <float.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

const expr_type expr_types[EXPR_ERROR + 1] = {
    [EXPR_NULL] = {EXPR_NULL, NULL, -1},
    [EXPR_NUMBER] = {EXPR_NUMBER, NULL, -1},
    [EXPR_STRING] = {EXPR_STRING, NULL, -1},
    [EXPR_BOOLEAN] = {EXPR_BOOLEAN, NULL, -1},
    [EXPR_COLOR] = {EXPR_COLOR, NULL, -1},
    [EXPR_OBJECT] = {EXPR_OBJECT, NULL, -1},
    [EXPR_ARRAY] = {EXPR_ARRAY, &expr_types[EXPR_VALUE], -1},
    [EXPR_COLLATOR] = {EXPR_COLLATOR, NULL, -1},
    [EXPR_FORMATTED] = {EXPR_FORMATTED, NULL, -1},
    [EXPR_IMAGE] = {EXPR_IMAGE, NULL, -1},
    [EXPR_PADDING] = {EXPR_PADDING, NULL, -1},
    [EXPR_NUMBER_ARRAY] = {EXPR_NUMBER_ARRAY, NULL, -1},
    [EXPR_COLOR_ARRAY] = {EXPR_COLOR_ARRAY, NULL, -1},
    [EXPR_ANCHOR_OFFSETS] = {EXPR_ANCHOR_OFFSETS, NULL, -1},
    [EXPR_PROJECTION] = {EXPR_PROJECTION, NULL, -1},
    [EXPR_VALUE] = {EXPR_VALUE, NULL, -1},
    [EXPR_ERROR] = {EXPR_ERROR, NULL, -1},
};

static const char *const kind_names[EXPR_ERROR + 1] = {
    "null",
    "number",
    "string",
    "boolean",
    "color",
    "object",
    "array",
    "collator",
    "formatted",
    "resolvedImage",
    "padding",
    "numberArray",
    "colorArray",
    "variableAnchorOffsetCollection",
    "projectionDefinition",
    "value",
    "error",
};

const expr_type *expr_array_type(arena *memory, const expr_type *item, int64_t length)
{
    if (item->kind == EXPR_VALUE && length < 0) return &expr_types[EXPR_ARRAY];
    expr_type *type = arena_alloc(memory, sizeof *type);
    *type = (expr_type){EXPR_ARRAY, item, length};
    return type;
}

expr_value expr_from_json(arena *memory, const json_t *json)
{
    switch (json_typeof(json)) {
    case JSON_STRING: return expr_text(json_string_value(json));
    case JSON_INTEGER:
    case JSON_REAL: return expr_number(json_number_value(json));
    case JSON_TRUE: return expr_boolean(true);
    case JSON_FALSE: return expr_boolean(false);
    case JSON_OBJECT: return (expr_value){.kind = EXPR_OBJECT, .object = json};
    case JSON_ARRAY: {
        size_t count = json_array_size(json);
        expr_value *items = arena_alloc(memory, count * sizeof *items);
        for (size_t i = 0; i < count; i++) items[i] = expr_from_json(memory, json_array_get(json, i));
        expr_array *array = arena_alloc(memory, sizeof *array);
        *array = (expr_array){count, items};
        return (expr_value){.kind = EXPR_ARRAY, .array = array};
    }
    default: return expr_null();
    }
}

expr_value expr_from_value(const value *from)
{
    switch (from->kind) {
    case VALUE_BOOL: return expr_boolean(from->boolean);
    case VALUE_NUMBER: return expr_number(from->number);
    case VALUE_TEXT: return from->text ? expr_text(from->text) : expr_null();
    default: return expr_null();
    }
}

const expr_type *expr_type_of(arena *memory, const expr_value *v)
{
    if (v->kind != EXPR_ARRAY) return &expr_types[v->kind];
    const expr_type *item = NULL;
    for (size_t i = 0; i < v->array->count; i++) {
        const expr_value *element = &v->array->items[i];
        // Two arrays never have the same type object in the specification's implementation, so an array of
        // several arrays is one of values. This also keeps the walk linear.
        if (!item && !(element->kind == EXPR_ARRAY && v->array->count > 1)) {
            item = expr_type_of(memory, element);
        } else if (!item || item != &expr_types[element->kind] || element->kind == EXPR_ARRAY) {
            item = &expr_types[EXPR_VALUE];
            break;
        }
    }
    return expr_array_type(memory, item ? item : &expr_types[EXPR_VALUE], (int64_t)v->array->count);
}

bool expr_is_subtype(const expr_type *expected, const expr_type *type)
{
    if (type->kind == EXPR_ERROR) return true;
    if (expected->kind == EXPR_ARRAY)
        return type->kind == EXPR_ARRAY &&
               ((type->length == 0 && type->item->kind == EXPR_VALUE) ||
                expr_is_subtype(expected->item, type->item)) &&
               (expected->length < 0 || expected->length == type->length);
    if (expected->kind == type->kind) return true;
    return expected->kind == EXPR_VALUE && type->kind != EXPR_COLLATOR;
}

void expr_type_print(strbuf *out, const expr_type *type)
{
    if (type->kind != EXPR_ARRAY) {
        strbuf_puts(out, kind_names[type->kind]);
    } else if (type->length < 0 && type->item->kind == EXPR_VALUE) {
        strbuf_puts(out, "array");
    } else {
        strbuf_puts(out, "array<");
        expr_type_print(out, type->item);
        if (type->length >= 0) strbuf_printf(out, ", %lld", (long long)type->length);
        strbuf_puts(out, ">");
    }
}

char *expr_number_text(double number, char out[EXPR_NUMBER_TEXT_MAX])
{
    if (isnan(number)) return strcpy(out, "NaN");
    if (isinf(number)) return strcpy(out, number < 0 ? "-Infinity" : "Infinity");
    if (number == 0) return strcpy(out, "0");
    char scientific[EXPR_NUMBER_TEXT_MAX];
    double magnitude = fabs(number);
    // 15 digits are always kept by a double, 17 always tell two doubles apart; the smallest have fewer bits.
    for (int digits = magnitude < DBL_MIN ? 1 : 15; digits <= 17; digits++) {
        snprintf(scientific, sizeof scientific, "%.*e", digits - 1, magnitude);
        if (strtod(scientific, NULL) == magnitude) break;
    }
    char digits[20];
    size_t count = 0;
    const char *at = scientific;
    for (; *at != 'e'; at++)
        if (isdigit((unsigned char)*at)) digits[count++] = *at;
    int point = atoi(at + 1) + 1; // digits before the decimal point
    while (count > 1 && digits[count - 1] == '0') count--;
    digits[count] = '\0';

    char *to = out;
    if (number < 0) *to++ = '-';
    if (point > 21 || point <= -6) {
        *to++ = digits[0];
        if (count > 1) to += sprintf(to, ".%s", digits + 1);
        sprintf(to, "e%c%d", point > 0 ? '+' : '-', abs(point - 1));
    } else if (point <= 0) {
        to += sprintf(to, "0.");
        for (int i = point; i < 0; i++) *to++ = '0';
        strcpy(to, digits);
    } else {
        for (int i = 0; i < point; i++) *to++ = i < (int)count ? digits[i] : '0';
        *to = '\0';
        if ((int)count > point) sprintf(to, ".%s", digits + point);
    }
    return out;
}

double expr_text_number(const char *text)
{
    while (isspace((unsigned char)*text)) text++;
    const char *end = text + strlen(text);
    while (end > text && isspace((unsigned char)end[-1])) end--;
    if (end == text) return 0;
    if (text[0] == '0' && (text[1] == 'x' || text[1] == 'X' || text[1] == 'b' || text[1] == 'B' ||
                           text[1] == 'o' || text[1] == 'O')) {
        int base = tolower((unsigned char)text[1]) == 'x'   ? 16
                   : tolower((unsigned char)text[1]) == 'b' ? 2
                                                            : 8;
        double number = 0;
        for (const char *at = text + 2; at < end; at++) {
            int digit = isdigit((unsigned char)*at)    ? *at - '0'
                        : isxdigit((unsigned char)*at) ? tolower((unsigned char)*at) - 'a' + 10
                                                       : 99;
            if (digit >= base) return NAN;
            number = number * base + digit;
        }
        return end > text + 2 ? number : NAN;
    }
    const char *at = text + (*text == '-' || *text == '+');
    if (end - at == 8 && memcmp(at, "Infinity", 8) == 0) return *text == '-' ? -INFINITY : INFINITY;
    // strtod also takes "inf", "nan" and hexadecimal floats, which are no numbers in JavaScript.
    if (strspn(at, "0123456789.eE+-") < (size_t)(end - at)) return NAN;
    char *stop;
    double number = strtod(text, &stop);
    return stop == end ? number : NAN;
}

static void print_json_text(strbuf *out, const char *text)
{
    strbuf_puts(out, "\"");
    for (const char *at = text, *from = text;; at++) {
        unsigned char c = (unsigned char)*at;
        if (c >= 0x20 && c != '"' && c != '\\') continue;
        strbuf_append(out, from, (size_t)(at - from));
        if (!c) break;
        from = at + 1;
        switch (c) {
        case '\b': strbuf_puts(out, "\\b"); break;
        case '\f': strbuf_puts(out, "\\f"); break;
        case '\n': strbuf_puts(out, "\\n"); break;
        case '\r': strbuf_puts(out, "\\r"); break;
        case '\t': strbuf_puts(out, "\\t"); break;
        case '"': strbuf_puts(out, "\\\""); break;
        case '\\': strbuf_puts(out, "\\\\"); break;
        default: strbuf_printf(out, "\\u%04x", c);
        }
    }
    strbuf_puts(out, "\"");
}

static void print_json_number(strbuf *out, double number)
{
    char text[EXPR_NUMBER_TEXT_MAX];
    strbuf_puts(out, isfinite(number) ? expr_number_text(number, text) : "null");
}

static bool print_json(strbuf *out, const json_t *json, size_t max_bytes)
{
    if (out->length > max_bytes) return false;
    const char *key;
    json_t *item;
    size_t index;
    switch (json_typeof(json)) {
    case JSON_OBJECT:
        strbuf_puts(out, "{");
        json_object_foreach((json_t *)json, key, item)
        {
            if (out->data[out->length - 1] != '{') strbuf_puts(out, ",");
            print_json_text(out, key);
            strbuf_puts(out, ":");
            if (!print_json(out, item, max_bytes)) return false;
        }
        strbuf_puts(out, "}");
        break;
    case JSON_ARRAY:
        strbuf_puts(out, "[");
        json_array_foreach(json, index, item)
        {
            if (index) strbuf_puts(out, ",");
            if (!print_json(out, item, max_bytes)) return false;
        }
        strbuf_puts(out, "]");
        break;
    case JSON_STRING: print_json_text(out, json_string_value(json)); break;
    case JSON_INTEGER:
    case JSON_REAL: print_json_number(out, json_number_value(json)); break;
    case JSON_TRUE: strbuf_puts(out, "true"); break;
    case JSON_FALSE: strbuf_puts(out, "false"); break;
    case JSON_NULL: strbuf_puts(out, "null"); break;
    }
    return out->length <= max_bytes;
}

/** A colour as an object of premultiplied components, as MapLibre keeps it. */
static void print_color_object(strbuf *out, style_color c)
{
    const double parts[] = {c.r * c.a, c.g * c.a, c.b * c.a, c.a};
    for (int i = 0; i < 4; i++) {
        strbuf_printf(out, "%s\"%c\":", i ? "," : "{", "rgba"[i]);
        print_json_number(out, parts[i]);
    }
    strbuf_puts(out, "}");
}

static void print_image(strbuf *out, expr_image image)
{
    strbuf_puts(out, "{\"name\":");
    print_json_text(out, image.name);
    strbuf_printf(out, ",\"available\":%s}", image.available ? "true" : "false");
}

static void print_text_or_null(strbuf *out, const char *text)
{
    if (text)
        print_json_text(out, text);
    else
        strbuf_puts(out, "null");
}

static void print_formatted(strbuf *out, const expr_formatted *formatted)
{
    strbuf_puts(out, "{\"sections\":[");
    for (size_t i = 0; i < formatted->count; i++) {
        const expr_section *s = &formatted->sections[i];
        strbuf_puts(out, i ? ",{\"text\":" : "{\"text\":");
        print_json_text(out, s->text);
        strbuf_puts(out, ",\"image\":");
        if (s->has_image)
            print_image(out, s->image);
        else
            strbuf_puts(out, "null");
        strbuf_puts(out, ",\"scale\":");
        print_json_number(out, s->has_scale ? s->scale : NAN);
        strbuf_puts(out, ",\"fontStack\":");
        print_text_or_null(out, s->font_stack);
        strbuf_puts(out, ",\"textColor\":");
        if (s->has_color)
            print_color_object(out, s->color);
        else
            strbuf_puts(out, "null");
        strbuf_puts(out, ",\"verticalAlign\":");
        print_text_or_null(out, s->vertical_align);
        strbuf_puts(out, "}");
    }
    strbuf_puts(out, "]}");
}

static bool print_items(strbuf *out, const expr_array *array, size_t max_bytes)
{
    strbuf_puts(out, "[");
    for (size_t i = 0; i < array->count; i++) {
        if (i) strbuf_puts(out, ",");
        if (!expr_value_print_json(out, &array->items[i], max_bytes)) return false;
    }
    strbuf_puts(out, "]");
    return out->length <= max_bytes;
}

bool expr_value_print_json(strbuf *out, const expr_value *v, size_t max_bytes)
{
    if (out->length > max_bytes) return false;
    switch (v->kind) {
    case EXPR_NUMBER: print_json_number(out, v->number); break;
    case EXPR_STRING: print_json_text(out, v->text); break;
    case EXPR_BOOLEAN: strbuf_puts(out, v->boolean ? "true" : "false"); break;
    case EXPR_COLOR: print_color_object(out, v->color); break;
    case EXPR_OBJECT:
        return v->object ? print_json(out, v->object, max_bytes) : (strbuf_puts(out, "{}"), true);
    case EXPR_ARRAY: return print_items(out, v->array, max_bytes);
    case EXPR_PADDING:
    case EXPR_NUMBER_ARRAY:
    case EXPR_COLOR_ARRAY:
    case EXPR_ANCHOR_OFFSETS:
        strbuf_puts(out, "{\"values\":");
        if (!print_items(out, v->array, max_bytes)) return false;
        strbuf_puts(out, "}");
        break;
    case EXPR_PROJECTION:
        if (v->array->count == 1) return expr_value_print_json(out, &v->array->items[0], max_bytes);
        for (size_t i = 0; i < 3; i++) {
            static const char *const keys[] = {"{\"from\":", ",\"to\":", ",\"transition\":"};
            strbuf_puts(out, keys[i]);
            if (!expr_value_print_json(out, &v->array->items[i], max_bytes)) return false;
        }
        strbuf_puts(out, "}");
        break;
    case EXPR_FORMATTED: print_formatted(out, v->formatted); break;
    case EXPR_IMAGE: print_image(out, v->image); break;
    default: strbuf_puts(out, "null");
    }
    return out->length <= max_bytes;
}

bool expr_value_print(strbuf *out, const expr_value *v, size_t max_bytes)
{
    char text[EXPR_NUMBER_TEXT_MAX];
    switch (v->kind) {
    case EXPR_NULL: break;
    case EXPR_STRING:
        if (strlen(v->text) > max_bytes) return false;
        strbuf_puts(out, v->text);
        break;
    case EXPR_NUMBER: strbuf_puts(out, expr_number_text(v->number, text)); break;
    case EXPR_BOOLEAN: strbuf_puts(out, v->boolean ? "true" : "false"); break;
    case EXPR_COLOR:
        strbuf_printf(out, "rgba(%d,%d,%d,", (int)floor(v->color.r * 255 + 0.5),
                      (int)floor(v->color.g * 255 + 0.5), (int)floor(v->color.b * 255 + 0.5));
        strbuf_puts(out, expr_number_text(v->color.a, text));
        strbuf_puts(out, ")");
        break;
    case EXPR_IMAGE: strbuf_puts(out, v->image.name); break;
    case EXPR_FORMATTED:
        for (size_t i = 0; i < v->formatted->count; i++) strbuf_puts(out, v->formatted->sections[i].text);
        break;
    case EXPR_PADDING:
    case EXPR_NUMBER_ARRAY:
    case EXPR_COLOR_ARRAY:
    case EXPR_ANCHOR_OFFSETS: return print_items(out, v->array, max_bytes);
    default: return expr_value_print_json(out, v, max_bytes);
    }
    return out->length <= max_bytes;
}

bool expr_value_equal(const expr_value *a, const expr_value *b)
{
    if (a->kind != b->kind) return false;
    switch (a->kind) {
    case EXPR_NULL: return true;
    case EXPR_NUMBER: return a->number == b->number;
    case EXPR_STRING: return strcmp(a->text, b->text) == 0;
    case EXPR_BOOLEAN: return a->boolean == b->boolean;
    default: return false;
    }
}

int expr_text_compare(const char *a, const char *b)
{
    while (*a && *a == *b) a++, b++;
    unsigned char left = (unsigned char)*a, right = (unsigned char)*b;
    // Code points above U+FFFF (lead bytes F0 on) are surrogates in UTF-16 and come before U+E000 to U+FFFF
    // (lead bytes EE and EF).
    if (left >= 0xee && right >= 0xee && (left >= 0xf0) != (right >= 0xf0)) return left >= 0xf0 ? -1 : 1;
    return (int)left - (int)right;
}

size_t expr_text_length(const char *text)
{
    size_t length = 0;
    for (; *text; text++) length += ((unsigned char)*text & 0xc0) != 0x80;
    return length;
}

const char *expr_text_at(const char *text, size_t index)
{
    for (; *text; text++) {
        if (((unsigned char)*text & 0xc0) == 0x80) continue;
        if (index-- == 0) break;
    }
    return text;
}
