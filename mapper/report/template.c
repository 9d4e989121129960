#include "report/template.h"

#include "base/strbuf.h"

#include <errno.h>
#include <jansson.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

// The templates that ship are under 1 kB.
#define FILE_MAX_BYTES (1u << 20)
#define TYPE_SCALE_MIN 0.5
#define TYPE_SCALE_MAX 3.0
// Sums of percentages round.
#define EPSILON_MM 1e-6

static const char *const part_names[PART_COUNT] = {"title", "subtitle", "map",   "legend", "histogram",
                                                   "inset", "scale",    "north", "notes",  "logo"};

static int part_by_name(const char *name)
{
    for (int i = 0; i < PART_COUNT; i++)
        if (strcmp(part_names[i], name) == 0) return i;
    return -1;
}

/** A number of millimetres, or "12.5%". */
static bool read_length(template_length *out, const json_t *value)
{
    if (json_is_number(value)) {
        *out = (template_length){json_number_value(value), false};
        return isfinite(out->length) && out->length >= 0;
    }
    const char *text = json_string_value(value);
    size_t digits = text ? strspn(text, "0123456789.") : 0;
    if (digits == 0 || digits > 16 || strcmp(text + digits, "%") != 0) return false;
    char *end;
    *out = (template_length){strtod(text, &end) / 100, true};
    return *end == '%' && out->length <= 1;
}

static incmap_status read_parts(page_template *out, json_t *parts, const char *name, incmap_error *err)
{
    const char *key;
    json_t *box;
    json_object_foreach(parts, key, box)
    {
        int part = part_by_name(key);
        if (part < 0)
            return error_set(
                err, INCMAP_USAGE,
                "%s: parts: \"%s\" is no part of a page; known are title, subtitle, map, legend, histogram, "
                "inset, scale, north, notes and logo",
                name, key);
        bool is_box = json_array_size(box) == 4;
        for (size_t i = 0; i < 4 && is_box; i++)
            is_box = read_length(&out->boxes[part][i], json_array_get(box, i));
        if (!is_box)
            return error_set(
                err, INCMAP_USAGE,
                "%s: parts: %s: give [left, top, width, height], each in mm or as \"12%%\" of the page", name,
                key);
        out->has[part] = true;
    }
    static const page_part needed[] = {PART_TITLE, PART_MAP, PART_NOTES};
    for (size_t i = 0; i < sizeof needed / sizeof *needed; i++)
        if (!out->has[needed[i]])
            return error_set(err, INCMAP_USAGE, "%s: parts: no %s; every page has a title, a map and notes",
                             name, part_names[needed[i]]);
    return INCMAP_OK;
}

incmap_status template_parse(page_template *out, const char *json, size_t length, const char *name,
                             incmap_error *err)
{
    *out = (page_template){.type_scale = 1};
    incmap_status status = INCMAP_OK;
    json_error_t where;
    json_t *root = json_loadb(json, length, JSON_REJECT_DUPLICATES, &where);
    if (!root)
        return error_set(err, INCMAP_USAGE, "%s:%d:%d: %s; a template is a JSON object", name, where.line,
                         where.column, where.text);
    const char *key;
    json_t *value;
    if (!json_is_object(root) || !json_is_object(json_object_get(root, "parts"))) {
        status = error_set(err, INCMAP_USAGE,
                           "%s: no \"parts\"; a template says where each part of the page stands", name);
        goto done;
    }
    json_object_foreach(root, key, value)
    {
        const char *text = json_string_value(value);
        double number = json_number_value(value);
        if (strcmp(key, "page") == 0 && text && strlen(text) < sizeof out->page)
            strcpy(out->page, text);
        else if (strcmp(key, "type") == 0 && number >= TYPE_SCALE_MIN && number <= TYPE_SCALE_MAX)
            out->type_scale = number;
        else if (strcmp(key, "parts") == 0)
            status = read_parts(out, value, name, err);
        else if (strcmp(key, "name") != 0 || !text)
            status = error_set(
                err, INCMAP_USAGE,
                "%s: \"%s\": is not known or has no such value; a template has name, page (as --page), "
                "type (0.5 to 3) and parts",
                name, key);
        if (status != INCMAP_OK) goto done;
    }
done:
    json_decref(root);
    return status;
}

incmap_status template_load(page_template *out, const char *path, incmap_error *err)
{
    strbuf text = {0};
    incmap_status status;
    if (!strbuf_add_file(&text, path, FILE_MAX_BYTES))
        status = error_set(err, INCMAP_USAGE, "--template %s: cannot be read: %s", path, strerror(errno));
    else if (text.length > FILE_MAX_BYTES)
        status = error_set(err, INCMAP_USAGE, "--template %s: is larger than 1 MB; is it a template?", path);
    else
        status = template_parse(out, strbuf_text(&text), text.length, path, err);
    strbuf_dispose(&text);
    return status;
}

static bool overlap(page_box a, page_box b)
{
    return a.x_mm + EPSILON_MM < b.x_mm + b.width_mm && b.x_mm + EPSILON_MM < a.x_mm + a.width_mm &&
           a.y_mm + EPSILON_MM < b.y_mm + b.height_mm && b.y_mm + EPSILON_MM < a.y_mm + a.height_mm;
}

incmap_status template_place(page_box out[PART_COUNT], const page_template *template, page_size page,
                             const char *name, incmap_error *err)
{
    for (int i = 0; i < PART_COUNT; i++) {
        out[i] = (page_box){0};
        if (!template->has[i]) continue;
        double lengths_mm[4];
        for (int k = 0; k < 4; k++) {
            const template_length *given = &template->boxes[i][k];
            double side_mm = k % 2 == 0 ? page.width_mm : page.height_mm;
            lengths_mm[k] = given->is_share ? given->length * side_mm : given->length;
        }
        page_box box = {lengths_mm[0], lengths_mm[1], lengths_mm[2], lengths_mm[3]};
        if (box.width_mm <= 0 || box.height_mm <= 0 || box.x_mm + box.width_mm > page.width_mm + EPSILON_MM ||
            box.y_mm + box.height_mm > page.height_mm + EPSILON_MM)
            return error_set(err, INCMAP_USAGE,
                             "%s: %s: leaves the page of %.0f by %.0f mm, or has no size; move it", name,
                             part_names[i], page.width_mm, page.height_mm);
        for (int k = 0; k < i; k++)
            if (template->has[k] && overlap(box, out[k]))
                return error_set(err, INCMAP_USAGE, "%s: %s: lies on %s; move one of them", name,
                                 part_names[i], part_names[k]);
        out[i] = box;
    }
    return INCMAP_OK;
}
