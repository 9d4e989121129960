#include "scene/label.h"

#include "scene/label_line.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

// How much further from its point a name stands whose dot a mark hides, in ems: beside a mark of middling
// size.
#define BESIDE_MARK_EM 1.0

// Glyphs may reach over their layout's box: slanted ones to the sides, marks above and below letters. In ems.
#define OVERHANG_EM 0.2

typedef struct {
    double sort_key, rank;
    size_t index;
} candidate_order;

static int compare_candidates(const void *a, const void *b)
{
    const candidate_order *p = a, *q = b;
    if (p->sort_key != q->sort_key) return p->sort_key < q->sort_key ? -1 : 1;
    if (p->rank != q->rank) return p->rank < q->rank ? -1 : 1;
    return p->index < q->index ? -1 : p->index > q->index;
}

/** The top left corner of a text's box of this size. */
static pxy text_corner(pxy at, const label_anchor *anchor, double width_px, double height_px)
{
    return (pxy){at.x_px + anchor->offset_px[0] - anchor->anchor[0] * width_px,
                 at.y_px + anchor->offset_px[1] - anchor->anchor[1] * height_px};
}

static bool is_in_picture(const scene_request *request, px_box box)
{
    if (box.min_y_px < 0 || box.max_y_px > (double)request->grid.height_px) return false;
    return request->wraps_x || (box.min_x_px >= 0 && box.max_x_px <= (double)request->grid.width_px);
}

/** An icon that has found its place, or has not. */
typedef struct {
    bool is_shown;
    px_box box; ///< with its padding
} placed_icon;

/** A text, likewise. */
typedef struct {
    bool is_shown;
    scene_label label;
    size_t curve_count, cover_count;
    pxy curve[LABEL_CURVE_MAX];
    px_box cover[LABEL_CURVE_MAX];
} placed_text;

/**
 * Whether even the part of the text next to its anchor is taken: most candidates of a crowded picture are
 * kept out, and knowing it before their text is measured saves most of the time.
 */
static bool is_hopeless(const label_grid *grid, const label_candidate *c, const label_rules *rules,
                        double em_px)
{
    const double known_px = 0.2 * em_px;
    if (rules->text_may_overlap) return false;
    for (int i = 0; i < rules->anchor_count; i++) {
        pxy corner = text_corner(c->at, &rules->anchors[i], known_px, known_px);
        px_box box = {corner.x_px, corner.y_px, corner.x_px + known_px, corner.y_px + known_px};
        if (label_grid_is_free(grid, box)) return false;
    }
    return true;
}

/** Lines lean towards the point: left where the text stands to the right of it. */
static int align_towards(const label_anchor *anchor)
{
    return anchor->anchor[0] == 0 ? 0 : anchor->anchor[0] == 1 ? 2 : 1;
}

static scene_label label_of(const label_candidate *c, const label_rules *rules, double width_px,
                            double height_px)
{
    return (scene_label){.width_px = width_px,
                         .height_px = height_px,
                         .wrap_px = c->line ? 0 : rules->wrap_px,
                         .align = rules->align < 0 ? 1 : rules->align,
                         .text = c->text,
                         .paint = c->text_paint,
                         .incident = c->incident};
}

/** Settles whether the text is shown, once it is known what it would cover. */
static void settle_text(placed_text *placed, const label_grid *grid, const label_rules *rules,
                        const scene_request *request, const scene_text_paint *paint)
{
    px_box all = PX_BOX_EMPTY;
    for (size_t i = 0; i < placed->cover_count; i++) all = px_box_union(all, placed->cover[i]);
    placed->label.ink =
        px_box_grown(all, paint->halo_width_px + paint->halo_blur_px + OVERHANG_EM * paint->font.size_px);
    placed->is_shown = is_in_picture(request, placed->label.ink);
    for (size_t i = 0; i < placed->cover_count && placed->is_shown && !rules->text_may_overlap; i++)
        placed->is_shown = label_grid_is_free(grid, px_box_grown(placed->cover[i], rules->text_padding_px));
}

static void place_along_line(placed_text *placed, const label_grid *grid, const label_candidate *c,
                             const label_rules *rules, const scene_request *request,
                             const scene_text_paint *paint)
{
    double width_px = 0, height_px = 0;
    request->text.measure(request->text.context, &paint->font, c->text, 0, &width_px, &height_px);
    const label_anchor *anchor = &rules->anchors[0];
    const label_way way = {.line = c->line,
                           .count = c->line_count,
                           .middle_px =
                               c->line_px + anchor->offset_px[0] + (0.5 - anchor->anchor[0]) * width_px,
                           .width_px = width_px,
                           .em_px = paint->font.size_px,
                           .max_turn_rad = rules->text_max_bend_rad,
                           .keeps_upright = rules->text_keeps_upright,
                           .down_px = anchor->offset_px[1] + (0.5 - anchor->anchor[1]) * height_px};
    placed->curve_count = label_follow(placed->curve, &way);
    if (!placed->curve_count || !(height_px > 0)) return;
    placed->cover_count = label_cover_curve(placed->cover, placed->curve, placed->curve_count, height_px);
    placed->label = label_of(c, rules, width_px, height_px);
    placed->label.at = placed->curve[0];
    settle_text(placed, grid, rules, request, paint);
}

/** The text with one of its anchors at the point. */
static void place_at_anchor(placed_text *placed, const label_grid *grid, const label_candidate *c,
                            const label_rules *rules, const scene_request *request,
                            const scene_text_paint *paint, const label_anchor *anchor)
{
    const double width_px = placed->label.width_px, height_px = placed->label.height_px;
    pxy corner = text_corner(c->at, anchor, width_px, height_px);
    placed->label.at = corner;
    if (rules->align < 0) placed->label.align = align_towards(anchor);
    placed->cover[0] = (px_box){corner.x_px, corner.y_px, corner.x_px + width_px, corner.y_px + height_px};
    placed->cover_count = 1;
    if (rules->text_turn_rad != 0) {
        placed->label.turn_rad = rules->text_turn_rad;
        placed->label.pivot = c->at;
        placed->cover_count =
            label_cover_turned(placed->cover, placed->cover[0], c->at, rules->text_turn_rad);
    }
    settle_text(placed, grid, rules, request, paint);
}

/** The anchor with its text further away from the point; one in the middle stays. */
static label_anchor further(label_anchor anchor, double by_px)
{
    for (int axis = 0; axis < 2; axis++)
        anchor.offset_px[axis] += anchor.anchor[axis] == 0 ? by_px : anchor.anchor[axis] == 1 ? -by_px : 0;
    return anchor;
}

static void place_text(placed_text *placed, const label_grid *grid, const label_candidate *c,
                       const label_rules *rules, const scene_request *request, const scene_text_paint *paint,
                       double further_px)
{
    double width_px = 0, height_px = 0;
    if (c->line) {
        place_along_line(placed, grid, c, rules, request, paint);
        return;
    }
    if (rules->text_turn_rad == 0 && further_px == 0 && is_hopeless(grid, c, rules, paint->font.size_px))
        return;
    request->text.measure(request->text.context, &paint->font, c->text, rules->wrap_px, &width_px,
                          &height_px);
    // Written so that a measure that is not a number is not placed.
    if (!(width_px > 0 && height_px > 0)) return;
    placed->label = label_of(c, rules, width_px, height_px);
    for (int i = 0; i < rules->anchor_count && !placed->is_shown; i++) {
        const label_anchor anchor = further(rules->anchors[i], further_px);
        place_at_anchor(placed, grid, c, rules, request, paint, &anchor);
    }
}

/** Keeps a text that has found its place, its line and what it covers. */
static void keep_text(label_placed *out, const placed_text *text)
{
    scene_label label = text->label;
    const bool is_upright = text->curve_count == 0 && label.turn_rad == 0;
    label.curve_begin = (uint32_t)out->curve_count;
    for (size_t i = 0; i < text->curve_count; i++)
        VEC_PUSH(out->curves, out->curve_count, out->curve_capacity, text->curve[i]);
    label.curve_end = (uint32_t)out->curve_count;
    label.box_begin = (uint32_t)out->box_count;
    for (size_t i = 0; i < text->cover_count && !is_upright; i++)
        VEC_PUSH(out->boxes, out->box_count, out->box_capacity, text->cover[i]);
    label.box_end = (uint32_t)out->box_count;
    VEC_PUSH(out->labels, out->label_count, out->label_capacity, label);
}

typedef enum { SEEN_NOT, SEEN_IN_PART, SEEN_WHOLE } how_seen;

/** How much of a text the request's window shows. */
static how_seen seen_in_window(const scene_request *request, px_box ink)
{
    if (!request->has_window) return SEEN_WHOLE;
    const px_box window = request->window;
    const double world_px = (double)request->grid.width_px;
    how_seen seen = SEEN_NOT;
    for (int turn = -1; turn <= 1; turn++) {
        px_box at = px_box_moved(ink, turn * world_px);
        if (!px_box_overlap(at, window)) continue;
        if (at.min_x_px < window.min_x_px || at.max_x_px > window.max_x_px || at.min_y_px < window.min_y_px ||
            at.max_y_px > window.max_y_px)
            return SEEN_IN_PART;
        seen = SEEN_WHOLE;
    }
    return seen;
}

static pxy icon_centre(const label_candidate *c, const label_rules *rules)
{
    return (pxy){c->at.x_px + rules->icon_offset_px[0], c->at.y_px + rules->icon_offset_px[1]};
}

static placed_icon place_icon(const label_grid *grid, const label_candidate *c, const label_rules *rules,
                              const scene_mark_paint *paint)
{
    placed_icon placed = {0};
    pxy at = icon_centre(c, rules);
    const double half_px = paint->icon_size_px / 2, *padding_px = rules->icon_padding_px;
    placed.box = (px_box){at.x_px - half_px - padding_px[3], at.y_px - half_px - padding_px[0],
                          at.x_px + half_px + padding_px[1], at.y_px + half_px + padding_px[2]};
    placed.is_shown = rules->icon_may_overlap || label_grid_is_free(grid, placed.box);
    return placed;
}

/** Returns whether anything of it has found a place. @p beside_marks: a name whose icon marks hide stands
 * beside them. */
static bool place_one(label_placed *out, label_grid *grid, const label_candidate *c,
                      const scene_request *request, const label_looks *looks, bool beside_marks)
{
    if (!isfinite(c->at.x_px) || !isfinite(c->at.y_px)) return false;
    // A place beyond the edge has its name there, too.
    if (!c->line && !is_in_picture(request, (px_box){c->at.x_px, c->at.y_px, c->at.x_px, c->at.y_px}))
        return false;
    const label_rules *rules = &looks->rules[c->rules];
    bool has_icon = c->icon_paint != LABEL_NO_ICON;
    placed_icon icon = {0};
    placed_text text;
    text.is_shown = false;
    text.curve_count = text.cover_count = 0;
    if (has_icon) icon = place_icon(grid, c, rules, &looks->icons[c->icon_paint]);
    const bool is_hidden = beside_marks && has_icon && !icon.is_shown && c->text && !c->line &&
                           label_grid_has_marks_alone(grid, icon.box);
    if (has_icon && !icon.is_shown && !(c->text && rules->icon_is_optional) && !is_hidden) return false;
    if (c->text) {
        const scene_text_paint *paint = &looks->texts[c->text_paint];
        place_text(&text, grid, c, rules, request, paint,
                   is_hidden ? BESIDE_MARK_EM * paint->font.size_px : 0);
    }
    if (c->text && !text.is_shown && !(has_icon && rules->text_is_optional)) return false;
    const how_seen seen = text.is_shown ? seen_in_window(request, text.label.ink) : SEEN_WHOLE;
    out->cut_count += seen == SEEN_IN_PART;
    if (icon.is_shown && !rules->icon_is_ignored) label_grid_take(grid, icon.box);
    for (size_t i = 0; text.is_shown && !rules->text_is_ignored && i < text.cover_count; i++)
        label_grid_take(grid, px_box_grown(text.cover[i], rules->text_padding_px));
    if (icon.is_shown && seen != SEEN_IN_PART) {
        scene_mark mark = {icon_centre(c, rules), c->icon_paint, c->incident};
        VEC_PUSH(out->icons, out->icon_count, out->icon_capacity, mark);
    }
    if (text.is_shown && seen == SEEN_WHOLE) keep_text(out, &text);
    return text.is_shown || icon.is_shown;
}

void label_place(label_placed *out, label_placed *over, label_grid *grid, const label_candidates *candidates,
                 const scene_request *request, const label_looks *looks)
{
    const size_t count = candidates->count;
    candidate_order *order = mem_alloc(count * sizeof *order);
    for (size_t i = 0; i < count; i++)
        order[i] = (candidate_order){candidates->items[i].sort_key, candidates->items[i].rank, i};
    if (count) qsort(order, count, sizeof *order, compare_candidates);
    for (size_t i = 0; i < count; i++) {
        const label_candidate *c = &candidates->items[order[i].index];
        if (place_one(out, grid, c, request, looks, over != NULL) || !over) continue;
        grid->lends_crowds = true;
        place_one(over, grid, c, request, looks, false);
        grid->lends_crowds = false;
    }
    free(order);
}

void label_placed_dispose(label_placed *placed)
{
    free(placed->labels);
    free(placed->icons);
    free(placed->curves);
    free(placed->boxes);
    *placed = (label_placed){0};
}
