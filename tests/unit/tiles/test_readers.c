#include "tiles/reader.h"

#include "tiles/container.h"
#include "unit/scratch.h"

#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static const tileset_metadata metadata = {.name = "n",
                                          .description = "d",
                                          .attribution = "a",
                                          .last_change = "2023-11-22T00:00:00.000Z",
                                          .bounds = {40, 30, 50, 38},
                                          .center = {45, 34},
                                          .min_zoom = 1,
                                          .max_zoom = 3,
                                          .tile_size_px = 256,
                                          .scale = 1};

static const container_format *const formats[] = {&container_xyz, &container_mbtiles, &container_pmtiles,
                                                  &container_gpkg};
static const char *const names[] = {"x", "x.mbtiles", "x.pmtiles", "x.gpkg"};

static void write_all_formats(void)
{
    scratch_open();
    strbuf digests = {0};
    strbuf_puts(&digests, "the digests");
    for (int i = 0; i < 4; i++) {
        incmap_error err = {0};
        container *c;
        if (i == 0) ck_assert_int_eq(mkdir(scratch_path(names[i]), 0777), 0);
        ck_assert_msg(formats[i]->open(&c, scratch_path(names[i]), names[i], &metadata, &err) == INCMAP_OK,
                      "%s", err.message);
        tile_image first = {{1, 1}, "first image", 11, false}, second = {{2, 2}, "second", 6, false};
        ck_assert_int_eq(formats[i]->put(c, 1, 1, 0, &first, 0, true, &err), INCMAP_OK);
        ck_assert_int_eq(formats[i]->put(c, 3, 5, 3, &second, 1, true, &err), INCMAP_OK);
        ck_assert_int_eq(formats[i]->put(c, 3, 5, 2, &first, 0, false, &err), INCMAP_OK);
        ck_assert_int_eq(formats[i]->put_digests(c, &digests, &err), INCMAP_OK);
        ck_assert_int_eq(formats[i]->finish(c, &err), INCMAP_OK);
    }
    strbuf_dispose(&digests);
}

static bool has(const reader_format *format, tile_reader *reader, int zoom, uint32_t col, uint32_t row,
                const char *expected)
{
    strbuf bytes = {0};
    strbuf_puts(&bytes, "before ");
    bool found = format->tile(reader, zoom, col, row, &bytes);
    ck_assert_str_eq(bytes.data, found ? bytes.data : "before ");
    bool same = found && strcmp(bytes.data + 7, expected) == 0;
    strbuf_dispose(&bytes);
    return same;
}

START_TEST(what_a_container_got_its_reader_gives)
{
    write_all_formats();
    for (int i = 0; i < 4; i++) {
        const reader_format *format = formats[i]->reader;
        tile_reader *reader = format->open(scratch_path(names[i]));
        ck_assert_msg(reader != NULL, "%s", names[i]);
        ck_assert(has(format, reader, 3, 5, 3, "second"));
        ck_assert(has(format, reader, 1, 1, 0, "first image"));
        ck_assert(has(format, reader, 3, 5, 2, "first image"));
        ck_assert(!has(format, reader, 3, 5, 4, "second") && !has(format, reader, 3, 2, 5, "first image"));
        ck_assert(!has(format, reader, 0, 0, 0, "") && !has(format, reader, 22, 4194303, 4194303, ""));
        strbuf bytes = {0};
        ck_assert(format->digests(reader, &bytes));
        ck_assert_str_eq(strbuf_text(&bytes), "the digests");
        strbuf_dispose(&bytes);
        format->close(reader);
    }
    scratch_close();
}
END_TEST

START_TEST(what_is_none_is_not_opened_or_has_nothing)
{
    write_all_formats();
    for (int i = 0; i < 4; i++)
        for (int k = 0; k < 4; k++) {
            if (i == k) continue;
            const reader_format *format = formats[i]->reader;
            tile_reader *reader = format->open(scratch_path(names[k]));
            if (!reader) continue;
            ck_assert(!has(format, reader, 3, 5, 3, "second"));
            format->close(reader);
        }
    for (int i = 0; i < 4; i++) ck_assert_ptr_null(formats[i]->reader->open(scratch_path("nothing")));
    scratch_close();
}
END_TEST

/** Every byte of a file in turn is another one, and every length in turn is its end. */
START_TEST(damage_does_no_harm)
{
    write_all_formats();
    for (int i = 2; i < 3; i++) {
        static unsigned char whole[1 << 20];
        FILE *f = fopen(scratch_path(names[i]), "rb");
        size_t length = fread(whole, 1, sizeof whole, f);
        fclose(f);
        for (size_t at = 0; at < 2 * length; at++) {
            f = fopen(scratch_path("damaged"), "wb");
            unsigned char kept = whole[at % length];
            whole[at % length] ^= (unsigned char)(1 + at * 37 % 255);
            fwrite(whole, 1, at < length ? length : at - length, f);
            whole[at % length] = kept;
            fclose(f);
            tile_reader *reader = formats[i]->reader->open(scratch_path("damaged"));
            if (!reader) continue;
            strbuf bytes = {0};
            for (uint32_t row = 0; row < 8; row++) formats[i]->reader->tile(reader, 3, 5, row, &bytes);
            formats[i]->reader->digests(reader, &bytes);
            strbuf_dispose(&bytes);
            formats[i]->reader->close(reader);
        }
    }
    scratch_close();
}
END_TEST

UNIT_MAIN("tiles/readers", what_a_container_got_its_reader_gives, what_is_none_is_not_opened_or_has_nothing,
          damage_does_no_harm)
