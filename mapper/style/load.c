/** @file The style document: reading it, its root and its layers. */
#include "style/layer.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

// The largest styles of the web have half a megabyte; with shapes for within in them a few.
#define DOCUMENT_BYTES_MAX ((size_t)8 * 1024 * 1024)

static incmap_status check_root(const style *s, const char *name, incmap_error *err)
{
    // light, sky and the camera's place say nothing about a flat map of a given extent.
    static const char *const known[] = {"version", "name",       "metadata",   "sources",        "layers",
                                        "sprite",  "glyphs",     "center",     "centerAltitude", "zoom",
                                        "bearing", "pitch",      "transition", "light",          "sky",
                                        "roll",    "font-faces", "projection", "state"};
    const char *key;
    json_t *item;
    json_object_foreach(s->document, key, item)
    {
        bool found = false;
        for (size_t i = 0; i < sizeof known / sizeof *known; i++) found = found || strcmp(key, known[i]) == 0;
        if (!found)
            return error_set(err, INCMAP_FAILED, "%s: \"%s\" is not supported in a style; remove it", name,
                             key);
    }
    if (json_number_value(json_object_get(s->document, "version")) != 8)
        return error_set(err, INCMAP_FAILED, "%s: it is not a style: \"version\" must be 8", name);
    const json_t *metadata = json_object_get(s->document, "metadata");
    if (metadata && !json_is_object(metadata))
        return error_set(err, INCMAP_FAILED, "%s: \"metadata\" must be an object", name);
    const json_t *sources = json_object_get(s->document, "sources");
    if (sources && !json_is_object(sources))
        return error_set(err, INCMAP_FAILED, "%s: \"sources\" must be an object", name);
    if (!json_is_array(json_object_get(s->document, "layers")))
        return error_set(err, INCMAP_FAILED, "%s: it has no \"layers\" array", name);
    return INCMAP_OK;
}

/** What global-state gives: the defaults of the root's "state", as nobody changes them. */
static incmap_status load_state(style *s, expr_parser *p, const char *name, incmap_error *err)
{
    const json_t *state = json_object_get(s->document, "state");
    if (!state) return INCMAP_OK;
    json_t *defaults = json_object();
    json_array_append_new(s->made, defaults);
    const char *key;
    json_t *item;
    json_object_foreach((json_t *)state, key, item)
    {
        json_t *given = json_object_get(item, "default");
        if (!given)
            return error_set(err, INCMAP_FAILED, "%s: \"state\": \"%.40s\" has no \"default\"", name, key);
        json_object_set(defaults, key, given);
    }
    p->state = defaults;
    if (json_is_object(state)) return INCMAP_OK;
    return error_set(err, INCMAP_FAILED, "%s: \"state\" must be an object", name);
}

static int compare_text(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/** Sorts the names that were asked for and keeps each once. */
static void collect_properties(style *s, expr_parser *p)
{
    if (p->name_count == 0) return;
    qsort(p->names, p->name_count, sizeof *p->names, compare_text);
    s->properties = arena_alloc(&s->memory, p->name_count * sizeof *s->properties);
    for (size_t i = 0; i < p->name_count; i++)
        if (i == 0 || strcmp(p->names[i], p->names[i - 1]) != 0)
            s->properties[s->property_count++] = p->names[i];
}

/** Two layers of one id: the index of the second, SIZE_MAX where there are none. */
static size_t find_repeated_id(const style *s)
{
    const char **ids = mem_alloc(s->layer_count * sizeof *ids);
    for (size_t i = 0; i < s->layer_count; i++) ids[i] = s->layers[i].id;
    qsort(ids, s->layer_count, sizeof *ids, compare_text);
    const char *repeated = NULL;
    for (size_t i = 1; i < s->layer_count && !repeated; i++)
        if (strcmp(ids[i], ids[i - 1]) == 0) repeated = ids[i];
    size_t index = SIZE_MAX;
    for (size_t i = 0; i < s->layer_count && repeated; i++)
        if (strcmp(s->layers[i].id, repeated) == 0) index = i;
    free(ids);
    return index;
}

static incmap_status load_layers(style *s, expr_parser *p, const char *name, incmap_error *err)
{
    const json_t *layers = json_object_get(s->document, "layers");
    s->layer_count = json_array_size(layers);
    s->layers = arena_alloc(&s->memory, s->layer_count * sizeof *s->layers);
    for (size_t i = 0; i < s->layer_count; i++) {
        const json_t *json = json_array_get(layers, i);
        const char *id = json_string_value(json_object_get(json, "id"));
        if (!id || !*id)
            return error_set(err, INCMAP_FAILED, "%s: layer %zu is not an object with an \"id\"", name,
                             i + 1);
        s->layers[i] = (style_layer){.id = id};
    }
    size_t repeated = find_repeated_id(s);
    if (repeated != SIZE_MAX)
        return error_set(err, INCMAP_FAILED, "%s: layer \"%s\" is there twice; give every layer its own id",
                         name, s->layers[repeated].id);
    for (size_t i = 0; i < s->layer_count; i++) {
        incmap_status status = style_layer_load(s, &s->layers[i], p, json_array_get(layers, i), name, err);
        if (status != INCMAP_OK) return status;
    }
    return INCMAP_OK;
}

incmap_status style_parse(style **out, const char *json, size_t length, const char *name, incmap_error *err)
{
    style *s = mem_calloc(1, sizeof *s);
    expr_parser parser = {.memory = &s->memory};
    json_error_t json_error;
    incmap_status status;
    s->made = json_array();
    if (length > DOCUMENT_BYTES_MAX) {
        status = error_set(err, INCMAP_FAILED, "%s: it has more than %zu bytes, too many for a style", name,
                           DOCUMENT_BYTES_MAX);
        goto done;
    }
    s->document = json_loadb(json, length, JSON_DECODE_INT_AS_REAL, &json_error);
    if (!s->document) {
        status = error_set(err, INCMAP_FAILED, "%s:%d:%d: %s", name, json_error.line, json_error.column,
                           json_error.text);
        goto done;
    }
    if (!json_is_object(s->document)) {
        status = error_set(err, INCMAP_FAILED, "%s: it is not a style: no JSON object", name);
        goto done;
    }
    if ((status = check_root(s, name, err)) != INCMAP_OK) goto done;
    const char *title = json_string_value(json_object_get(s->document, "name"));
    s->name = title ? title : "";
    if ((status = load_state(s, &parser, name, err)) != INCMAP_OK) goto done;
    style_defaults_load(s, &parser);
    if ((status = style_cluster_load(&s->cluster, s->document, s->made, &parser, name, err)) != INCMAP_OK)
        goto done;
    if ((status = load_layers(s, &parser, name, err)) != INCMAP_OK) goto done;
    collect_properties(s, &parser);
    *out = s;
done:
    expr_parser_dispose(&parser);
    if (status != INCMAP_OK) style_free(s);
    return status;
}

incmap_status style_load(style **out, const char *path, incmap_error *err)
{
    strbuf text = {0};
    // A byte past the limit is for style_parse to refuse.
    incmap_status status =
        strbuf_add_file(&text, path, DOCUMENT_BYTES_MAX)
            ? style_parse(out, strbuf_text(&text), text.length, path, err)
            : error_set(err, INCMAP_FAILED, "%s: cannot read the style: %s", path, strerror(errno));
    strbuf_dispose(&text);
    return status;
}

void style_list_icons(style *s, const char *folder)
{
    static const char suffix[] = ".svg";
    const char **names = NULL;
    size_t count = 0, capacity = 0;
    DIR *opened = folder ? opendir(folder) : NULL;
    for (struct dirent *entry; opened && (entry = readdir(opened));) {
        size_t length = strlen(entry->d_name), stem = length - (sizeof suffix - 1);
        if (length < sizeof suffix || strcmp(entry->d_name + stem, suffix) != 0) continue;
        const char *name = arena_strndup(&s->memory, entry->d_name, stem);
        VEC_PUSH(names, count, capacity, name);
    }
    if (opened) closedir(opened);
    if (count > 0) qsort(names, count, sizeof *names, compare_text);
    free(s->icons);
    s->icons = names;
    s->icon_count = count;
    s->knows_icons = true;
}

void style_free(style *s)
{
    if (!s) return;
    json_decref(s->document);
    json_decref(s->made);
    free(s->icons);
    arena_dispose(&s->memory);
    free(s);
}
