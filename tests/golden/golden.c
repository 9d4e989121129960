/**
 * @file
 * Small pictures compared with committed ones, pixel by decoded pixel. `golden` compares and fails where a
 * reference is missing; `golden --update` writes the references anew: look at them before committing.
 */
#include "encode/encode.h"
#include "golden/pictures.h"

#include "base/arena.h"

#include <png.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static uint32_t *decode_premultiplied(const char *path, int width_px, int height_px)
{
    png_image image = {.version = PNG_IMAGE_VERSION};
    if (!png_image_begin_read_from_file(&image, path)) {
        printf("%s: %s; \"golden --update\" writes it\n", path, image.message);
        return NULL;
    }
    if ((int)image.width != width_px || (int)image.height != height_px) {
        printf("%s: is %u × %u pixels, drawn are %d × %d\n", path, image.width, image.height, width_px,
               height_px);
        png_image_free(&image);
        return NULL;
    }
    image.format = PNG_FORMAT_RGBA;
    uint8_t *rgba = mem_alloc(PNG_IMAGE_SIZE(image));
    if (!png_image_finish_read(&image, NULL, rgba, 0, NULL)) {
        printf("%s: %s\n", path, image.message);
        free(rgba);
        return NULL;
    }
    size_t count = (size_t)width_px * (size_t)height_px;
    uint32_t *argb = mem_alloc(count * sizeof *argb);
    for (size_t i = 0; i < count; i++) {
        const uint8_t *p = rgba + 4 * i;
        argb[i] = (uint32_t)p[3] << 24;
        // The inverse that encode.h promises to be exact.
        for (int k = 0; k < 3; k++) argb[i] |= ((uint32_t)p[k] * p[3] + 127) / 255 << (16 - 8 * k);
    }
    free(rgba);
    return argb;
}

static bool write_png(const char *path, const picture *p, const uint32_t *argb)
{
    strbuf png = {0};
    incmap_error err = {0};
    bool good = png_encode(&png, argb, p->width_px, p->height_px, p->width_px, NULL, &err) == INCMAP_OK;
    FILE *f = good ? fopen(path, "wb") : NULL;
    good = f && fwrite(png.data, 1, png.length, f) == png.length;
    if (f && fclose(f) != 0) good = false;
    if (!good) printf("%s: cannot be written\n", path);
    strbuf_dispose(&png);
    return good;
}

static int channel_difference(uint32_t a, uint32_t b)
{
    int most = 0;
    for (int shift = 0; shift < 32; shift += 8) {
        int d = abs((int)(a >> shift & 0xff) - (int)(b >> shift & 0xff));
        if (d > most) most = d;
    }
    return most;
}

static bool compare(const picture *p, const uint32_t *drawn, const uint32_t *reference)
{
    int worst = 0, off = 0;
    for (int i = 0; i < p->width_px * p->height_px; i++) {
        int d = channel_difference(drawn[i], reference[i]);
        if (d > worst) worst = d;
        off += d > 0;
    }
    double share = (double)off / (p->width_px * p->height_px);
    if (worst <= p->tolerance && share <= p->tolerated_share) return true;
    char path[512];
    snprintf(path, sizeof path, BUILD_DIR "/golden-%s.png", p->name);
    printf("%s: off by up to %d levels (tolerated: %d) in %.2f%% of the pixels (tolerated: %.2f%%); what was "
           "drawn is in %s\n",
           p->name, worst, p->tolerance, 100 * share, 100 * p->tolerated_share, path);
    write_png(path, p, drawn);
    return false;
}

static bool run(const picture *p, bool update)
{
    char path[512];
    snprintf(path, sizeof path, GOLDEN_DIR "/%s.png", p->name);
    uint32_t *drawn = mem_alloc((size_t)p->width_px * (size_t)p->height_px * sizeof *drawn);
    uint32_t *reference = NULL;
    incmap_error err = {0};
    bool good = p->draw(p, drawn, &err) == INCMAP_OK;
    if (!good) {
        printf("%s: %s\n", p->name, err.message);
    } else if (update) {
        good = write_png(path, p, drawn);
    } else {
        reference = decode_premultiplied(path, p->width_px, p->height_px);
        good = reference && compare(p, drawn, reference);
    }
    free(drawn);
    free(reference);
    return good;
}

int main(int argc, char **argv)
{
    bool update = argc == 2 && strcmp(argv[1], "--update") == 0;
    if (argc > 1 && !update) {
        puts("usage: golden [--update]");
        return 2;
    }
    setenv("FONTCONFIG_FILE", GOLDEN_DIR "/fonts.conf", 1);
    int failed = 0;
    for (size_t i = 0; i < picture_count; i++) failed += !run(&pictures[i], update);
    printf("%zu pictures, %d failed\n", picture_count, failed);
    return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
