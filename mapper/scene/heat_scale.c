#include "scene/heat_scale.h"

#include "scene/value_table.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

// Spots whose density is worked out, the heaviest: more than a map has centres.
#define SPOTS_MAX 64

typedef struct {
    int64_t col, row;
} spot_key;

typedef struct {
    spot_key key;
    double weight, right_px, down_px; ///< sums over its points, the offsets weighted
} spot;

double heat_density_at(const scene_mark *points, size_t count, const scene_mark_paint *paints, pxy at)
{
    double sum = 0;
    for (size_t i = 0; i < count; i++) {
        const scene_mark_paint *paint = &paints[points[i].paint];
        double right_px = points[i].at.x_px - at.x_px, down_px = points[i].at.y_px - at.y_px;
        double far2_px = right_px * right_px + down_px * down_px;
        if (far2_px > paint->reach_px * paint->reach_px) continue;
        sum += HEAT_KERNEL_PEAK * paint->weight * exp(-4.5 * far2_px / (paint->radius_px * paint->radius_px));
    }
    return sum;
}

static int compare_spots(const void *a, const void *b)
{
    const spot *p = a, *q = b;
    if (p->weight != q->weight) return p->weight > q->weight ? -1 : 1;
    if (p->key.row != q->key.row) return p->key.row < q->key.row ? -1 : 1;
    return (p->key.col > q->key.col) - (p->key.col < q->key.col);
}

/** Points gathered into squares about as wide as the kernel's standard deviation. */
static spot *find_spots(size_t *spot_count, const scene_mark *points, size_t count,
                        const scene_mark_paint *paints)
{
    double least_px = INFINITY;
    for (size_t i = 0; i < count; i++) least_px = fmin(least_px, paints[points[i].paint].radius_px);
    const double side_px = least_px / 3;
    value_table keys = {.item_size = sizeof(spot_key)};
    spot *spots = NULL;
    size_t capacity = 0;
    *spot_count = 0;
    for (size_t i = 0; i < count; i++) {
        pxy at = points[i].at;
        spot_key key = {(int64_t)floor(at.x_px / side_px), (int64_t)floor(at.y_px / side_px)};
        size_t known = keys.count;
        uint32_t number = value_table_add(&keys, &key);
        if (number == known) {
            spot fresh = {.key = key};
            VEC_PUSH(spots, *spot_count, capacity, fresh);
        }
        spot *home = &spots[number];
        double weight = paints[points[i].paint].weight;
        home->weight += weight;
        home->right_px += weight * (at.x_px - (double)key.col * side_px);
        home->down_px += weight * (at.y_px - (double)key.row * side_px);
    }
    value_table_dispose(&keys);
    if (*spot_count) qsort(spots, *spot_count, sizeof *spots, compare_spots);
    for (size_t i = 0; i < *spot_count; i++) {
        spots[i].right_px = (double)spots[i].key.col * side_px + spots[i].right_px / spots[i].weight;
        spots[i].down_px = (double)spots[i].key.row * side_px + spots[i].down_px / spots[i].weight;
    }
    return spots;
}

/** Up to three digits, so that what is printed is what is drawn with. */
static double round_up(double number)
{
    if (!(number > 0)) return 0;
    double unit = pow(10, floor(log10(number)) - 2);
    return ceil(number / unit - 1e-9) * unit;
}

double heat_greatest(const scene_mark *points, size_t count, const scene_mark_paint *paints)
{
    if (count == 0) return 0;
    size_t spot_count;
    double greatest = 0;
    spot *spots = find_spots(&spot_count, points, count, paints);
    for (size_t i = 0; i < spot_count && i < SPOTS_MAX; i++) {
        pxy at = {spots[i].right_px, spots[i].down_px};
        greatest = fmax(greatest, heat_density_at(points, count, paints, at));
    }
    free(spots);
    return round_up(greatest);
}
