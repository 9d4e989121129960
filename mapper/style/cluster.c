#include "style/cluster.h"

#include "style/cluster_load.h"
#include "style/layer.h"

#include <math.h>
#include <string.h>

// Deeper than any style made by people nests its expressions; the parser itself refuses what passes this.
#define REWRITE_DEPTH_MAX (EXPR_DEPTH_MAX + 1)

// The name that what is accumulated goes by while a reduce expression is evaluated: one that no document's
// property can have, as it begins with a control character that JSON's own writers escape.
#define ACCUMULATED "\001accumulated"

typedef struct {
    const char *name;
    const expr_node *map, *reduce;
} cluster_property;

struct style_cluster_doc {
    style_cluster rules;
    cluster_property properties[STYLE_CLUSTER_PROPERTIES_MAX];
};

static const style_cluster defaults = {
    .is_on = false, .radius_css_px = 50, .max_zoom = 17, .min_points = 2, .property_count = 0};

static incmap_status read_number(double *out, const json_t *source, const char *key, double least,
                                 const char *name, incmap_error *err)
{
    const json_t *json = json_object_get(source, key);
    if (!json) return INCMAP_OK;
    *out = json_number_value(json);
    if (json_is_number(json) && *out >= least) return INCMAP_OK;
    return error_set(err, INCMAP_FAILED, "%s: source \"incidents\": \"%s\" must be a number from %g on", name,
                     key, least);
}

/** A copy of an expression in which ["accumulated"] asks for the property that stands for it. */
static json_t *rewrite_accumulated(const json_t *json, int depth)
{
    const char *op = json_string_value(json_array_get(json, 0));
    if (!json_is_array(json) || depth > REWRITE_DEPTH_MAX || (op && strcmp(op, "literal") == 0))
        return json_deep_copy(json);
    if (op && strcmp(op, "accumulated") == 0) return json_pack("[s, s]", "get", ACCUMULATED);
    json_t *out = json_array();
    size_t index;
    const json_t *item;
    json_array_foreach(json, index, item)
    {
        json_array_append_new(out, rewrite_accumulated(item, depth + 1));
    }
    return out;
}

static incmap_status fail_with_issue(const expr_parser *p, const char *property, const char *name,
                                     incmap_error *err)
{
    strbuf path = {0};
    const expr_issue *issue = &p->issues[p->issue_count - 1];
    expr_path_print(&path, issue->path);
    error_set(err, INCMAP_FAILED, "%s: source \"incidents\": clusterProperties \"%s\": %s%s%s", name,
              property, strbuf_text(&path), path.length ? ": " : "", issue->message);
    strbuf_dispose(&path);
    return INCMAP_FAILED;
}

/** One of clusterProperties: [operator, map] or [reduce, map]. */
static incmap_status load_property(cluster_property *out, const char *property, const json_t *json,
                                   json_t *made, expr_parser *p, const char *name, incmap_error *err)
{
    static const expr_spec wanted = {.any_zoom = true};
    const json_t *op = json_array_get(json, 0), *map = json_array_get(json, 1);
    if (json_array_size(json) != 2)
        return error_set(err, INCMAP_FAILED,
                         "%s: source \"incidents\": clusterProperties \"%s\" must be [operator, expression]",
                         name, property);
    json_t *reduce = json_is_string(op) ? json_pack("[s, [s, s], [s, s]]", json_string_value(op), "get",
                                                    ACCUMULATED, "get", property)
                                        : rewrite_accumulated(op, 0);
    json_array_append_new(made, reduce);
    out->name = property;
    out->map = expr_compile(p, map, &wanted);
    if (!out->map) return fail_with_issue(p, property, name, err);
    // What a reduce expression asks for is the cluster's, not the table's.
    expr_parser of_cluster = {.memory = p->memory};
    out->reduce = expr_compile(&of_cluster, reduce, &wanted);
    incmap_status status = out->reduce ? INCMAP_OK : fail_with_issue(&of_cluster, property, name, err);
    expr_parser_dispose(&of_cluster);
    return status;
}

incmap_status style_cluster_load(const style_cluster_doc **out, const json_t *document, json_t *made,
                                 expr_parser *p, const char *name, incmap_error *err)
{
    const json_t *source = json_object_get(json_object_get(document, "sources"), "incidents");
    const json_t *properties = json_object_get(source, "clusterProperties");
    *out = NULL;
    if (!source) return INCMAP_OK;
    style_cluster rules = defaults;
    double min_points = (double)rules.min_points;
    const json_t *is_on = json_object_get(source, "cluster");
    if (is_on && !json_is_boolean(is_on))
        return error_set(err, INCMAP_FAILED, "%s: source \"incidents\": \"cluster\" must be true or false",
                         name);
    rules.is_on = json_is_true(is_on);
    incmap_status status = read_number(&rules.radius_css_px, source, "clusterRadius", 0, name, err);
    if (status == INCMAP_OK) status = read_number(&rules.max_zoom, source, "clusterMaxZoom", 0, name, err);
    if (status == INCMAP_OK) status = read_number(&min_points, source, "clusterMinPoints", 0, name, err);
    if (status != INCMAP_OK) return status;
    rules.min_points = (size_t)fmin(fmax(ceil(min_points), 2), 1e9);
    if (properties && !json_is_object(properties))
        return error_set(err, INCMAP_FAILED,
                         "%s: source \"incidents\": \"clusterProperties\" must be an object", name);
    rules.property_count = json_object_size(properties);
    if (rules.property_count > STYLE_CLUSTER_PROPERTIES_MAX)
        return error_set(err, INCMAP_FAILED,
                         "%s: source \"incidents\": \"clusterProperties\" has more than %d properties", name,
                         STYLE_CLUSTER_PROPERTIES_MAX);
    style_cluster_doc *doc = arena_alloc(p->memory, sizeof *doc);
    *doc = (style_cluster_doc){.rules = rules};
    size_t count = 0;
    const char *property;
    json_t *json;
    json_object_foreach((json_t *)properties, property, json)
    {
        status = load_property(&doc->properties[count++], property, json, made, p, name, err);
        if (status != INCMAP_OK) return status;
    }
    *out = doc;
    return INCMAP_OK;
}

style_cluster style_get_cluster(const style *s)
{
    return s->cluster ? s->cluster->rules : defaults;
}

const char *style_cluster_property(const style *s, size_t index)
{
    return s->cluster->properties[index].name;
}

/** Null for what no property of a feature can be. */
static value to_value(const expr_value *v, arena *memory)
{
    switch (v->kind) {
    case EXPR_NUMBER: return (value){.kind = VALUE_NUMBER, .number = v->number};
    case EXPR_BOOLEAN: return (value){.kind = VALUE_BOOL, .boolean = v->boolean};
    case EXPR_STRING: return (value){.kind = VALUE_TEXT, .text = arena_strdup(memory, v->text)};
    default: return (value){.kind = VALUE_NULL};
    }
}

static value evaluate(const expr_node *node, expr_feature *feature, double zoom, arena *memory)
{
    arena scratch = {0};
    expr_context c = {.zoom = zoom, .memory = &scratch, .feature = feature};
    expr_value v;
    value out = {.kind = VALUE_NULL};
    if (expr_eval(&c, node, &v)) out = to_value(&v, memory);
    arena_dispose(&scratch);
    return out;
}

value style_cluster_map(const style *s, size_t index, const style_feature *feature, double zoom,
                        arena *memory)
{
    expr_feature asked = style_expr_feature(feature);
    return evaluate(s->cluster->properties[index].map, &asked, zoom, memory);
}

typedef struct {
    const char *name;
    const value *accumulated, *added;
} reduction;

static bool get_from_reduction(void *context, arena *memory, const char *name, expr_value *out)
{
    (void)memory;
    const reduction *r = context;
    const value *found = strcmp(name, ACCUMULATED) == 0 ? r->accumulated
                         : strcmp(name, r->name) == 0   ? r->added
                                                        : NULL;
    if (found) *out = expr_from_value(found);
    return found != NULL;
}

value style_cluster_reduce(const style *s, size_t index, const value *accumulated, const value *added,
                           double zoom, arena *memory)
{
    const cluster_property *property = &s->cluster->properties[index];
    reduction r = {property->name, accumulated, added};
    expr_feature asked = {
        .context = &r, .get = get_from_reduction, .geometry_type = "Point", .id = {.kind = EXPR_NULL}};
    return evaluate(property->reduce, &asked, zoom, memory);
}
