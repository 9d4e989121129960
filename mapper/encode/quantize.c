#include "encode/quantize.h"

#include "base/arena.h"
#include "encode/encode.h"

#include <stdlib.h>
#include <string.h>

#ifdef INCMAP_IMAGEQUANT

#include <libimagequant.h>

#define PALETTE_COLORS 256
// The quickest: the slower ones improve the palette by sums whose order depends on the number of threads.
#define SPEED 10

/** A distinct colour, and how many pixels have it. */
typedef struct {
    uint32_t argb, count;
    uint32_t becomes;
} color;

typedef struct {
    color *slots; ///< count 0: free
    size_t count, capacity;
} color_table;

static color *find_slot(const color_table *table, uint32_t argb)
{
    size_t i = (argb * 2654435761u) & (table->capacity - 1);
    while (table->slots[i].count && table->slots[i].argb != argb) i = (i + 1) & (table->capacity - 1);
    return &table->slots[i];
}

static void count_color(color_table *table, uint32_t argb)
{
    if (2 * table->count >= table->capacity) {
        color_table larger = {.count = table->count,
                              .capacity = table->capacity ? 2 * table->capacity : 1024};
        larger.slots = mem_calloc(larger.capacity, sizeof *larger.slots);
        for (size_t i = 0; i < table->capacity; i++)
            if (table->slots[i].count) *find_slot(&larger, table->slots[i].argb) = table->slots[i];
        free(table->slots);
        *table = larger;
    }
    color *slot = find_slot(table, argb);
    if (slot->count == 0) {
        slot->argb = argb;
        table->count++;
    }
    slot->count++;
}

static int compare_colors(const void *a, const void *b)
{
    uint32_t p = ((const color *)a)->argb, q = ((const color *)b)->argb;
    return (p > q) - (p < q);
}

static uint32_t premultiply(liq_color c)
{
    const unsigned char parts[] = {c.r, c.g, c.b};
    uint32_t argb = c.a;
    for (int i = 0; i < 3; i++) argb = argb << 8 | (uint32_t)((parts[i] * c.a + 127) / 255);
    return argb;
}

static int distance(uint32_t a, uint32_t b)
{
    int sum = 0;
    for (int shift = 0; shift < 32; shift += 8) {
        int step = (int)(a >> shift & 0xff) - (int)(b >> shift & 0xff);
        sum += step * step;
    }
    return sum;
}

/** Chooses a palette for the colours, which are sorted; false where the library cannot. */
static bool choose_palette(uint32_t palette[PALETTE_COLORS], size_t *palette_count, const color *colors,
                           size_t count)
{
    liq_histogram_entry *entries = mem_alloc(count * sizeof *entries);
    for (size_t i = 0; i < count; i++) {
        uint8_t rgba[4];
        pixel_unpremultiply(colors[i].argb, rgba);
        entries[i] = (liq_histogram_entry){{rgba[0], rgba[1], rgba[2], rgba[3]}, colors[i].count};
    }
    liq_result *result = NULL;
    liq_attr *attr = liq_attr_create();
    liq_histogram *histogram = attr ? liq_histogram_create(attr) : NULL;
    // One of them is left for blank.
    bool done = histogram && liq_set_max_colors(attr, PALETTE_COLORS - 1) == LIQ_OK &&
                liq_set_speed(attr, SPEED) == LIQ_OK &&
                liq_histogram_add_colors(histogram, attr, entries, (int)count, 0) == LIQ_OK &&
                liq_histogram_quantize(histogram, attr, &result) == LIQ_OK;
    const liq_palette *chosen = done ? liq_get_palette(result) : NULL;
    *palette_count = chosen ? chosen->count : 0;
    for (size_t i = 0; i < *palette_count; i++) palette[i] = premultiply(chosen->entries[i]);
    if (result) liq_result_destroy(result);
    if (histogram) liq_histogram_destroy(histogram);
    if (attr) liq_attr_destroy(attr);
    free(entries);
    return *palette_count > 0;
}

bool quantize_is_available(void)
{
    return true;
}

incmap_status quantize_pixels(uint32_t *argb, int width_px, int height_px, int stride_px, incmap_error *err)
{
    incmap_status status = INCMAP_OK;
    color_table table = {0};
    color *sorted = NULL;
    for (int row = 0; row < height_px; row++)
        for (int col = 0; col < width_px; col++) {
            uint32_t pixel = argb[(size_t)row * (size_t)stride_px + (size_t)col];
            if (pixel) count_color(&table, pixel);
        }
    if (table.count < PALETTE_COLORS) goto done;
    sorted = mem_alloc(table.count * sizeof *sorted);
    size_t count = 0, palette_count;
    for (size_t i = 0; i < table.capacity; i++)
        if (table.slots[i].count) sorted[count++] = table.slots[i];
    qsort(sorted, count, sizeof *sorted, compare_colors);
    uint32_t palette[PALETTE_COLORS];
    if (!choose_palette(palette, &palette_count, sorted, count)) {
        status = error_set(err, INCMAP_FAILED, "a tile's colours cannot be made fewer; leave out --quantize");
        goto done;
    }
    for (size_t i = 0; i < count; i++) {
        size_t nearest = 0;
        for (size_t k = 1; k < palette_count; k++)
            if (distance(sorted[i].argb, palette[k]) < distance(sorted[i].argb, palette[nearest]))
                nearest = k;
        find_slot(&table, sorted[i].argb)->becomes = palette[nearest];
    }
    for (int row = 0; row < height_px; row++)
        for (int col = 0; col < width_px; col++) {
            uint32_t *pixel = &argb[(size_t)row * (size_t)stride_px + (size_t)col];
            if (*pixel) *pixel = find_slot(&table, *pixel)->becomes;
        }
done:
    free(table.slots);
    free(sorted);
    return status;
}

#else

bool quantize_is_available(void)
{
    return false;
}

incmap_status quantize_pixels(uint32_t *argb, int width_px, int height_px, int stride_px, incmap_error *err)
{
    (void)argb, (void)width_px, (void)height_px, (void)stride_px;
    return error_set(err, INCMAP_FAILED,
                     "--quantize: the program was built without libimagequant; install libimagequant-dev and "
                     "build it again");
}

#endif
