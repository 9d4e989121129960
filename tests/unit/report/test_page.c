#include "report/page.h"
#include "unit/unit.h"

#include <math.h>
#include <string.h>

START_TEST(known_sizes)
{
    const struct {
        const char *name;
        double width_mm, height_mm;
    } cases[] = {{NULL, 297, 210},          {"a4", 297, 210},
                 {"A4", 297, 210},          {"a4-portrait", 210, 297},
                 {"a3", 420, 297},          {"a3-portrait", 297, 420},
                 {"letter", 279.4, 215.9},  {"letter-portrait", 215.9, 279.4},
                 {"16:9", 325.12, 182.88},  {"square", 182.88, 182.88},
                 {"100x60mm", 100, 60},     {"100.5x60.25MM", 100.5, 60.25},
                 {"1500x900px", 254, 152.4}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        page_size page;
        incmap_error err = {0};
        ck_assert_msg(page_parse(&page, cases[i].name, 150, &err) == INCMAP_OK, "%s", err.message);
        ck_assert_double_eq_tol(page.width_mm, cases[i].width_mm, 1e-9);
        ck_assert_double_eq_tol(page.height_mm, cases[i].height_mm, 1e-9);
    }
}
END_TEST

START_TEST(refused_sizes)
{
    const char *const names[] = {"",
                                 "a5",
                                 "a4 ",
                                 "210",
                                 "210x",
                                 "x297mm",
                                 "210x297",
                                 "210x297cm",
                                 "-210x297mm",
                                 "210x-297mm",
                                 "nanxnanmm",
                                 "infxinfmm",
                                 "0x10x200mm",
                                 "0xA0x100mm",
                                 "1e2x1e2mm",
                                 "49x100mm",
                                 "100x49mm",
                                 "2001x100mm",
                                 "100x2001mm",
                                 "10x10px",
                                 "1.2.3x100mm",
                                 "100x100mmm",
                                 "11111111111111111111111111111111111111111111x100mm"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        page_size page = {-1, -1};
        incmap_error err = {0};
        ck_assert_msg(page_parse(&page, names[i], 150, &err) == INCMAP_USAGE, "%s was accepted", names[i]);
        ck_assert_ptr_nonnull(strstr(err.message, "--page"));
        ck_assert_double_eq(page.width_mm, -1);
    }
}
END_TEST

START_TEST(unknown_page_lists_the_known)
{
    page_size page;
    incmap_error err = {0};
    page_parse(&page, "tabloid", 150, &err);
    ck_assert_str_eq(err.message, "--page tabloid: no such page; known are a4, a4-portrait, a3, a3-portrait, "
                                  "letter, letter-portrait, 16:9, square, and any size as 297x210mm or "
                                  "1920x1080px");
}
END_TEST

START_TEST(resolution_has_bounds)
{
    const double refused[] = {0, -150, 29.9, 1200.5, NAN, INFINITY}, accepted[] = {30, 96, 1200};
    page_size page;
    for (size_t i = 0; i < sizeof refused / sizeof *refused; i++)
        ck_assert_int_eq(page_parse(&page, "a4", refused[i], NULL), INCMAP_USAGE);
    for (size_t i = 0; i < sizeof accepted / sizeof *accepted; i++)
        ck_assert_int_eq(page_parse(&page, "a4", accepted[i], NULL), INCMAP_OK);
}
END_TEST

START_TEST(formats)
{
    const struct {
        const char *path;
        page_format format;
    } cases[] = {{"a.png", PAGE_PNG}, {"a.b.PDF", PAGE_PDF}, {"x.d/a.svg", PAGE_SVG}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        page_format format;
        ck_assert_int_eq(page_format_parse(&format, cases[i].path, NULL), INCMAP_OK);
        ck_assert_int_eq(format, cases[i].format);
    }
    const char *const refused[] = {"", "a", "a.jpg", "png", "x.png/a", "a.png ", "a.pdf.gz"};
    for (size_t i = 0; i < sizeof refused / sizeof *refused; i++) {
        page_format format;
        incmap_error err = {0};
        ck_assert_int_eq(page_format_parse(&format, refused[i], &err), INCMAP_USAGE);
        ck_assert_ptr_nonnull(strstr(err.message, ".png, .pdf or .svg"));
    }
}
END_TEST

START_TEST(pictures_have_the_pixels_asked_for)
{
    const struct {
        const char *name;
        double dpi;
        int width_px, height_px;
    } cases[] = {{"a4", 150, 1754, 1240},        {"16:9", 150, 1920, 1080},
                 {"square", 150, 1080, 1080},    {"1200x675px", 96, 1200, 675},
                 {"999x1001px", 300, 999, 1001}, {"letter-portrait", 72, 612, 792}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        page_size page;
        int width_px, height_px;
        incmap_error err = {0};
        ck_assert_int_eq(page_parse(&page, cases[i].name, cases[i].dpi, &err), INCMAP_OK);
        ck_assert_int_eq(page_pixels(page, cases[i].dpi, &width_px, &height_px, &err), INCMAP_OK);
        ck_assert_int_eq(width_px, cases[i].width_px);
        ck_assert_int_eq(height_px, cases[i].height_px);
    }
}
END_TEST

START_TEST(pictures_are_bounded)
{
    int width_px, height_px;
    incmap_error err = {0};
    ck_assert_int_eq(page_pixels((page_size){2000, 2000}, 1200, &width_px, &height_px, &err), INCMAP_USAGE);
    ck_assert_ptr_nonnull(strstr(err.message, "lower --dpi"));
    ck_assert_int_eq(page_pixels((page_size){2000, 50}, 1200, &width_px, &height_px, NULL), INCMAP_USAGE);
    ck_assert_int_eq(page_pixels((page_size){420, 297}, 800, &width_px, &height_px, NULL), INCMAP_OK);
}
END_TEST

UNIT_MAIN("report/page", known_sizes, refused_sizes, unknown_page_lists_the_known, resolution_has_bounds,
          formats, pictures_have_the_pixels_asked_for, pictures_are_bounded)
