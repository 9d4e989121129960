#include "report/layout.h"
#include "report/template.h"
#include "unit/unit.h"

#include <stdio.h>
#include <string.h>

static const char *const least =
    "{\"parts\":{\"title\":[10,10,\"50%\",20],\"map\":[10,40,200,100],\"notes\":[10,\"90%\","
    "200,\"5%\"]}}";

START_TEST(lengths_are_mm_or_shares)
{
    page_template template;
    incmap_error err = {0};
    ck_assert_msg(template_parse(&template, least, strlen(least), "t", &err) == INCMAP_OK, "%s", err.message);
    ck_assert_str_eq(template.page, "");
    ck_assert_double_eq(template.type_scale, 1);
    page_box boxes[PART_COUNT];
    ck_assert_int_eq(template_place(boxes, &template, (page_size){300, 200}, "t", &err), INCMAP_OK);
    ck_assert_double_eq(boxes[PART_TITLE].width_mm, 150);
    ck_assert_double_eq(boxes[PART_TITLE].height_mm, 20);
    ck_assert_double_eq(boxes[PART_NOTES].y_mm, 180);
    ck_assert_double_eq(boxes[PART_NOTES].height_mm, 10);
    ck_assert_double_eq(boxes[PART_LEGEND].height_mm, 0);
    // On a smaller page the same template has no room.
    ck_assert_int_eq(template_place(boxes, &template, (page_size){200, 200}, "t", &err), INCMAP_USAGE);
    ck_assert_str_eq(err.message, "t: map: leaves the page of 200 by 200 mm, or has no size; move it");
}
END_TEST

static void check_refused(const char *json, const char *part_of_message)
{
    page_template template;
    page_box boxes[PART_COUNT];
    incmap_error err = {0};
    incmap_status status = template_parse(&template, json, strlen(json), "t.json", &err);
    if (status == INCMAP_OK) status = template_place(boxes, &template, (page_size){300, 200}, "t.json", &err);
    ck_assert_msg(status == INCMAP_USAGE, "%s", json);
    ck_assert_msg(strstr(err.message, part_of_message), "%s: %s", json, err.message);
    ck_assert_ptr_null(strchr(err.message, '\n'));
}

START_TEST(what_is_no_template_is_refused)
{
    check_refused("", "t.json:1:");
    check_refused("{\"parts\":\n{,}}", "t.json:2:");
    check_refused("[]", "no \"parts\"");
    check_refused("{\"parts\":[]}", "no \"parts\"");
    check_refused("{\"parts\":{}}", "no title");
    check_refused("{\"parts\":{\"title\":[0,0,9,9],\"map\":[0,10,99,99]}}", "no notes");
    check_refused("{\"parts\":{\"footer\":[0,0,9,9]}}", "\"footer\" is no part");
    check_refused("{\"size\":1,\"parts\":{}}", "\"size\": is not known");
    check_refused("{\"type\":99,\"parts\":{}}", "\"type\": is not known or has no such value");
    check_refused("{\"page\":\"0123456789012345678901234567890123456789\",\"parts\":{}}", "\"page\"");
    static const char *const lengths[] = {"\"101%\"", "\"1.2.3%\"", "\"-1%\"",   "\"nan%\"",
                                          "\"10\"",   "-1",         "true",      "null",
                                          "\"%\"",    "[]",         "\"0x10%\"", "\"10%%\""};
    for (size_t i = 0; i < sizeof lengths / sizeof *lengths; i++) {
        char json[200];
        snprintf(json, sizeof json, "{\"parts\":{\"map\":[%s,0,10,10]}}", lengths[i]);
        check_refused(json, "map: give [left, top, width, height]");
    }
    check_refused("{\"parts\":{\"map\":[0,0,10]}}", "map: give [left");
    check_refused("{\"parts\":{\"title\":[0,0,50,20],\"map\":[0,19,99,99],\"notes\":[0,190,99,9]}}",
                  "map: lies on title");
    check_refused("{\"parts\":{\"title\":[0,0,50,20],\"map\":[0,20,99,99],\"notes\":[0,190,99,11]}}",
                  "notes: leaves the page");
    check_refused("{\"parts\":{\"title\":[0,0,50,20],\"map\":[0,20,0,99],\"notes\":[0,190,99,9]}}",
                  "map: leaves the page");
    check_refused("{\"parts\":{\"title\":[0,0,1e308,20],\"map\":[0,20,9,99],\"notes\":[0,190,99,9]}}",
                  "title: leaves");
}
END_TEST

static bool overlap(page_box a, page_box b)
{
    return a.height_mm > 0 && b.height_mm > 0 && a.x_mm + 1e-6 < b.x_mm + b.width_mm &&
           b.x_mm + 1e-6 < a.x_mm + a.width_mm && a.y_mm + 1e-6 < b.y_mm + b.height_mm &&
           b.y_mm + 1e-6 < a.y_mm + a.height_mm;
}

/** The templates that ship, with titles of 1 to 200 letters: nothing overlaps, leaves the page, or its box.
 */
START_TEST(shipped_templates_hold_any_title)
{
    static const char *const names[] = {"briefing", "card"};
    typesetter *setter = typeset_open(NULL);
    for (size_t t = 0; t < 2; t++) {
        char path[400];
        snprintf(path, sizeof path, "%s/styles/templates/%s.json", PROJECT_DIR, names[t]);
        page_template template;
        page_size page;
        page_box boxes[PART_COUNT];
        incmap_error err = {0};
        ck_assert_msg(template_load(&template, path, &err) == INCMAP_OK, "%s", err.message);
        ck_assert_int_eq(page_parse(&page, template.page, 150, &err), INCMAP_OK);
        ck_assert_msg(template_place(boxes, &template, page, path, &err) == INCMAP_OK, "%s", err.message);
        for (int letters = 1; letters <= 200; letters += 7) {
            char title[256] = "";
            for (int i = 0; i < letters; i++) title[i] = i % 9 == 8 ? ' ' : 'W';
            const layout_request request = {.page = page,
                                            .words = wording_find(letters % 2 ? "ar" : NULL),
                                            .title = title,
                                            .subtitle = title,
                                            .notes = {title, "Boundaries", "Rows: read 1", title},
                                            .note_ranks = {1, 2, 0, 3},
                                            .note_count = 4,
                                            .legend = &(legend){0},
                                            .has_frame_labels = true,
                                            .has_inset = true,
                                            .has_histogram = true,
                                            .logo_aspect = 2,
                                            .boxes = boxes,
                                            .type_scale = template.type_scale};
            page_layout out;
            layout_page(&out, setter, &request);
            const page_box parts[] = {out.title,    out.subtitle,     out.map,          out.legend,
                                      out.inset,    out.histogram,    out.logo,         out.scale,
                                      out.north,    out.frame_bottom, out.frame_beside, out.notes[0],
                                      out.notes[1], out.notes[2],     out.notes[3]};
            int count = sizeof parts / sizeof *parts;
            for (int i = 0; i < count; i++) {
                ck_assert(parts[i].x_mm >= 0 && parts[i].y_mm >= 0);
                ck_assert_double_le(parts[i].x_mm + parts[i].width_mm, page.width_mm + 1e-6);
                ck_assert_double_le(parts[i].y_mm + parts[i].height_mm, page.height_mm + 1e-6);
                for (int k = 0; k < i; k++)
                    ck_assert_msg(!overlap(parts[i], parts[k]), "%s: %d on %d", names[t], i, k);
            }
            // The title, the account and the logo are always there, and the title is set in its box.
            ck_assert_double_gt(out.title.height_mm, 0);
            ck_assert_double_gt(out.notes[2].height_mm, 0);
            ck_assert_double_gt(out.logo.height_mm, 0);
            type_extent extent = typeset_measure(setter, &out.title_look, title, out.title.width_mm);
            ck_assert_double_le(extent.height_mm, boxes[PART_TITLE].height_mm + 1e-3);
        }
    }
    typeset_close(setter);
}
END_TEST

UNIT_MAIN("report/template", lengths_are_mm_or_shares, what_is_no_template_is_refused,
          shipped_templates_hold_any_title)
