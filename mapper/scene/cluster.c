#include "scene/cluster.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

// Side of a cell: most circles of the radius lie in one or two, and few nodes in one.
#define CELL_RADII 4

// Zooms below the picture's that are looked at: the deepest a tile can have.
#define DEEPER_ZOOMS_MAX 24

/** What is one so far: a point, those of one place, or a cluster. */
typedef struct {
    pxy at;
    size_t count;
    uint32_t into; ///< the node it has become part of, itself while it is none
    bool is_new;   ///< a cluster of this level, which takes part again at the next
} node;

typedef struct {
    int64_t col, row;
    uint32_t first; ///< node plus one; 0: the slot is free
} cell;

typedef struct {
    const cluster_rules *rules;
    node *nodes;
    size_t count, capacity;
    uint32_t *alive; ///< nodes that are part of none, in the order in which they may take others in
    size_t alive_count, alive_capacity;
    uint32_t *next; ///< of a node: the next one in its cell, plus one
    cell *cells;
    size_t cell_capacity;      ///< a power of two
    double cell_px, radius_px; ///< of the level
} clusterer;

/** A point that waits for the level at which it may join. */
typedef struct {
    pxy at;
    double reach_px;
    uint32_t index;
} waiting_point;

static int compare_place(pxy a, pxy b)
{
    if (a.y_px != b.y_px) return a.y_px < b.y_px ? -1 : 1;
    return (a.x_px > b.x_px) - (a.x_px < b.x_px);
}

/** Those that may join first, then by place, so that points of one place follow each other. */
static int compare_waiting(const void *a, const void *b)
{
    const waiting_point *p = a, *q = b;
    if (p->reach_px != q->reach_px) return p->reach_px < q->reach_px ? -1 : 1;
    int order = compare_place(p->at, q->at);
    return order ? order : (p->index > q->index) - (p->index < q->index);
}

static uint32_t final_node(clusterer *c, uint32_t index)
{
    uint32_t root = index;
    while (c->nodes[root].into != root) root = c->nodes[root].into;
    while (c->nodes[index].into != root) {
        uint32_t above = c->nodes[index].into;
        c->nodes[index].into = root;
        index = above;
    }
    return root;
}

static cell *find_cell(const clusterer *c, int64_t col, int64_t row)
{
    uint64_t hash = ((uint64_t)col * 0x9e3779b97f4a7c15u ^ (uint64_t)row) * 0xc2b2ae3d27d4eb4fu;
    size_t i = (hash ^ hash >> 31) & (c->cell_capacity - 1);
    while (c->cells[i].first && (c->cells[i].col != col || c->cells[i].row != row))
        i = (i + 1) & (c->cell_capacity - 1);
    return &c->cells[i];
}

static int64_t cell_index(const clusterer *c, double at_px)
{
    return (int64_t)floor(at_px / c->cell_px);
}

/** Puts the nodes that are alive into cells. */
static void fill_cells(clusterer *c, double radius_px)
{
    c->radius_px = radius_px;
    c->cell_px = CELL_RADII * radius_px;
    size_t capacity = 64;
    while (capacity < 2 * c->alive_count) capacity *= 2;
    free(c->cells);
    c->cells = mem_calloc(capacity, sizeof *c->cells);
    c->cell_capacity = capacity;
    c->next = mem_realloc(c->next, c->count, sizeof *c->next);
    // From the last, so that a cell's list is in order.
    for (size_t i = c->alive_count; i-- > 0;) {
        uint32_t index = c->alive[i];
        int64_t col = cell_index(c, c->nodes[index].at.x_px), row = cell_index(c, c->nodes[index].at.y_px);
        cell *home = find_cell(c, col, row);
        c->next[index] = home->first;
        *home = (cell){col, row, index + 1};
    }
}

/** The sum of what is taken in: its points, and where they are as seen from the one that takes. */
typedef struct {
    size_t count;
    double right_px, down_px; ///< weighted by the points
} gathering;

/** Looks at what lies within the radius of a node that would stand at @p at: adds it up, or takes it in. */
static void visit_near(clusterer *c, uint32_t seed, pxy at, gathering *out, bool takes)
{
    const double radius_px = c->radius_px;
    const int64_t last_col = cell_index(c, at.x_px + radius_px),
                  last_row = cell_index(c, at.y_px + radius_px);
    for (int64_t r = cell_index(c, at.y_px - radius_px); r <= last_row; r++)
        for (int64_t k = cell_index(c, at.x_px - radius_px); k <= last_col; k++)
            for (uint32_t i = find_cell(c, k, r)->first; i; i = c->next[i - 1]) {
                node *other = &c->nodes[i - 1];
                double right_px = other->at.x_px - at.x_px, down_px = other->at.y_px - at.y_px;
                if (i - 1 == seed || other->into != i - 1 || other->is_new ||
                    right_px * right_px + down_px * down_px > radius_px * radius_px)
                    continue;
                if (takes) other->into = seed;
                out->count += other->count;
                out->right_px += (double)other->count * right_px;
                out->down_px += (double)other->count * down_px;
            }
}

/** The same in every copy of a picture that wraps. */
static gathering gather(clusterer *c, uint32_t seed, bool takes)
{
    gathering out = {0};
    const double wrap_px = c->rules->wrap_px;
    pxy at = c->nodes[seed].at;
    visit_near(c, seed, at, &out, takes);
    const double edge_px = c->radius_px;
    bool is_near_edge = wrap_px > 4 * edge_px && (at.x_px < edge_px || at.x_px > wrap_px - edge_px);
    if (is_near_edge) {
        visit_near(c, seed, (pxy){at.x_px + wrap_px, at.y_px}, &out, takes);
        visit_near(c, seed, (pxy){at.x_px - wrap_px, at.y_px}, &out, takes);
    }
    return out;
}

/** Sorted apart from the nodes, for qsort has no context. */
typedef struct {
    size_t count;
    pxy at;
    uint32_t index;
} node_order;

static int compare_nodes(const void *a, const void *b)
{
    const node_order *p = a, *q = b;
    if (p->count != q->count) return p->count > q->count ? -1 : 1;
    return compare_place(p->at, q->at);
}

static void sort_alive(clusterer *c)
{
    node_order *order = mem_alloc(c->alive_count * sizeof *order);
    for (size_t i = 0; i < c->alive_count; i++) {
        const node *n = &c->nodes[c->alive[i]];
        order[i] = (node_order){n->count, n->at, c->alive[i]};
    }
    if (c->alive_count) qsort(order, c->alive_count, sizeof *order, compare_nodes);
    for (size_t i = 0; i < c->alive_count; i++) c->alive[i] = order[i].index;
    free(order);
}

/** One zoom: every node, in order, takes in what is near it. */
static void merge_level(clusterer *c, double radius_px)
{
    sort_alive(c);
    fill_cells(c, radius_px);
    for (size_t i = 0; i < c->alive_count; i++) {
        uint32_t seed = c->alive[i];
        node *n = &c->nodes[seed];
        if (n->into != seed) continue;
        gathering near = gather(c, seed, false);
        if (near.count == 0 || n->count + near.count < c->rules->min_points) continue;
        gather(c, seed, true);
        n->is_new = true;
        n->count += near.count;
        n->at.x_px += near.right_px / (double)n->count;
        n->at.y_px += near.down_px / (double)n->count;
        if (c->rules->wrap_px > 0) n->at.x_px -= floor(n->at.x_px / c->rules->wrap_px) * c->rules->wrap_px;
    }
    size_t kept = 0;
    for (size_t i = 0; i < c->alive_count; i++) {
        node *n = &c->nodes[c->alive[i]];
        n->is_new = false;
        if (n->into == c->alive[i]) c->alive[kept++] = c->alive[i];
    }
    c->alive_count = kept;
}

/** Lets the points join whose place is known well enough for the level, those of one place as one node. */
static size_t add_waiting(clusterer *c, const waiting_point *waiting, size_t begin, size_t count,
                          double radius_px, uint32_t *node_of)
{
    size_t i = begin;
    for (; i < count && waiting[i].reach_px <= radius_px; i++) {
        bool is_same = i > begin && compare_place(waiting[i].at, waiting[i - 1].at) == 0;
        if (!is_same) {
            node n = {.at = waiting[i].at, .into = (uint32_t)c->count};
            VEC_PUSH(c->alive, c->alive_count, c->alive_capacity, (uint32_t)c->count);
            VEC_PUSH(c->nodes, c->count, c->capacity, n);
        }
        c->nodes[c->count - 1].count++;
        node_of[waiting[i].index] = (uint32_t)c->count - 1;
    }
    return i;
}

static int compare_clusters(const void *a, const void *b)
{
    const node_order *p = a, *q = b;
    if (p->count != q->count) return p->count < q->count ? -1 : 1;
    return compare_place(p->at, q->at);
}

/** What is left becomes the clusters, those too small to be one points again. */
static cluster *collect(clusterer *c, size_t *cluster_count, uint32_t *cluster_of, const uint32_t *node_of,
                        size_t count)
{
    node_order *order = mem_alloc(c->alive_count * sizeof *order);
    size_t kept = 0;
    for (size_t i = 0; i < c->alive_count; i++) {
        const node *n = &c->nodes[c->alive[i]];
        if (n->count >= c->rules->min_points) order[kept++] = (node_order){n->count, n->at, c->alive[i]};
    }
    if (kept) qsort(order, kept, sizeof *order, compare_clusters);
    uint32_t *number_of = mem_alloc(c->count * sizeof *number_of);
    for (size_t i = 0; i < c->count; i++) number_of[i] = CLUSTER_NONE;
    cluster *out = kept ? mem_alloc(kept * sizeof *out) : NULL;
    for (size_t i = 0; i < kept; i++) {
        out[i] = (cluster){order[i].at, order[i].count};
        number_of[order[i].index] = (uint32_t)i;
    }
    for (size_t i = 0; i < count; i++)
        cluster_of[i] = node_of[i] == CLUSTER_NONE ? CLUSTER_NONE : number_of[final_node(c, node_of[i])];
    free(order);
    free(number_of);
    *cluster_count = kept;
    return out;
}

cluster *cluster_points(size_t *cluster_count, uint32_t *cluster_of, const cluster_point *points,
                        size_t count, const cluster_rules *rules)
{
    clusterer c = {.rules = rules};
    *cluster_count = 0;
    waiting_point *waiting = mem_alloc(count * sizeof *waiting);
    uint32_t *node_of = mem_alloc(count * sizeof *node_of);
    size_t waiting_count = 0, joined = 0;
    for (size_t i = 0; i < count; i++) {
        node_of[i] = CLUSTER_NONE;
        cluster_of[i] = CLUSTER_NONE;
        const cluster_point *p = &points[i];
        bool takes_part = isfinite(p->at.x_px) && isfinite(p->at.y_px) && p->reach_px <= rules->radius_px;
        if (takes_part) waiting[waiting_count++] = (waiting_point){p->at, fmax(p->reach_px, 0), (uint32_t)i};
    }
    if (waiting_count && rules->radius_px > 0) {
        qsort(waiting, waiting_count, sizeof *waiting, compare_waiting);
        int deeper = rules->deeper_zooms < DEEPER_ZOOMS_MAX ? rules->deeper_zooms : DEEPER_ZOOMS_MAX;
        for (int zoom = deeper; zoom >= 0; zoom--) {
            double radius_px = ldexp(rules->radius_px, -zoom);
            joined = add_waiting(&c, waiting, joined, waiting_count, radius_px, node_of);
            merge_level(&c, radius_px);
        }
    }
    cluster *out = collect(&c, cluster_count, cluster_of, node_of, count);
    free(waiting);
    free(node_of);
    free(c.nodes);
    free(c.alive);
    free(c.next);
    free(c.cells);
    return out;
}
