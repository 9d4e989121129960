#include "report/logo.h"
#include "unit/unit.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static char path[] = "/tmp/incmap-logo-XXXXXX";

static void write_bytes(const void *bytes, size_t length)
{
    strcpy(path + sizeof path - 7, "XXXXXX");
    int handle = mkstemp(path);
    ck_assert_int_ge(handle, 0);
    ck_assert_int_eq(write(handle, bytes, length), (ssize_t)length);
    close(handle);
}

static double aspect_of(const char *svg)
{
    write_bytes(svg, strlen(svg));
    logo *l;
    incmap_error err = {0};
    ck_assert_msg(logo_open(&l, path, &err) == INCMAP_OK, "%s", err.message);
    double aspect = logo_aspect(l);
    logo_close(l);
    unlink(path);
    return aspect;
}

START_TEST(shapes_of_drawings)
{
#define SVG "<svg xmlns='http://www.w3.org/2000/svg' "
    ck_assert_double_eq(aspect_of(SVG "width='40' height='10'/>"), 4);
    ck_assert_double_eq(aspect_of(SVG "viewBox='0 0 30 60'/>"), 0.5);
    ck_assert_double_eq(aspect_of(SVG "width='1000000' height='1'/>"), 20);
    ck_assert_double_eq(aspect_of(SVG "/>"), 1);
}
END_TEST

START_TEST(a_picture_is_drawn_in_its_box)
{
    cairo_surface_t *red = cairo_image_surface_create(CAIRO_FORMAT_RGB24, 20, 10);
    cairo_t *cr = cairo_create(red);
    cairo_set_source_rgb(cr, 1, 0, 0);
    cairo_paint(cr);
    cairo_destroy(cr);
    write_bytes("", 0);
    ck_assert_int_eq(cairo_surface_write_to_png(red, path), CAIRO_STATUS_SUCCESS);
    cairo_surface_destroy(red);
    logo *l;
    incmap_error err = {0};
    ck_assert_msg(logo_open(&l, path, &err) == INCMAP_OK, "%s", err.message);
    ck_assert_double_eq(logo_aspect(l), 2);

    // A page of 72 points an inch: a point is a pixel. Box of 40 by 40 points at 10, 10.
    const double mm = 1 / PAGE_PT_PER_MM;
    page_layout layout = {.logo = {10 * mm, 10 * mm, 40 * mm, 40 * mm}};
    cairo_surface_t *page = cairo_image_surface_create(CAIRO_FORMAT_ARGB32, 60, 60);
    cr = cairo_create(page);
    const furniture f = {.cr = cr, .layout = &layout};
    ck_assert_int_eq(logo_draw(&f, l, &err), INCMAP_OK);
    cairo_destroy(cr);
    cairo_surface_flush(page);
    const uint32_t *argb = (const uint32_t *)(const void *)cairo_image_surface_get_data(page);
    int stride_px = cairo_image_surface_get_stride(page) / 4;
    for (int y = 0; y < 60; y++)
        for (int x = 0; x < 60; x++) {
            // Half a pixel of the picture's edge is soft.
            if (x == 10 || x == 11 || x == 48 || x == 49 || y == 10 || y == 11 || y == 28 || y == 29)
                continue;
            bool is_inside = x > 11 && x < 48 && y > 11 && y < 28;
            ck_assert_uint_eq(argb[y * stride_px + x], is_inside ? 0xFFFF0000u : 0u);
        }
    cairo_surface_destroy(page);
    logo_close(l);
    unlink(path);
}
END_TEST

static void check_refused(const void *bytes, size_t length, const char *part_of_message)
{
    write_bytes(bytes, length);
    logo *l;
    incmap_error err = {0};
    ck_assert_int_eq(logo_open(&l, path, &err), INCMAP_USAGE);
    ck_assert_ptr_null(l);
    ck_assert_msg(strstr(err.message, part_of_message), "%s", err.message);
    unlink(path);
}

START_TEST(hostile_files)
{
    check_refused("", 0, "neither a PNG nor an SVG");
    check_refused("GIF89a", 6, "neither");
    check_refused("<svg", 4, "neither");
    check_refused("\x89PNG\r\n\x1a\n", 8, "cut short");
    // A header that promises 30,000 by 30,000 pixels.
    check_refused("\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\x75\x30\0\0\x75\x30", 24, "25 million");
    check_refused("\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x30\0\0\0\x30", 24, "no whole PNG");
    logo *l;
    incmap_error err = {0};
    ck_assert_int_eq(logo_open(&l, "/absent/logo.svg", &err), INCMAP_USAGE);
    ck_assert_ptr_nonnull(strstr(err.message, "/absent/logo.svg: cannot be read: No such file"));
    err = (incmap_error){0};
    ck_assert_int_eq(logo_open(&l, "/dev/zero", &err), INCMAP_USAGE);
    ck_assert_ptr_nonnull(strstr(err.message, "larger than 8 MB"));
}
END_TEST

UNIT_MAIN("report/logo", shapes_of_drawings, a_picture_is_drawn_in_its_box, hostile_files)
