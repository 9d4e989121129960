/** @file incmap check: what would be mapped, what not, and why. Draws nothing. */
#include "cli/common.h"
#include "incmap.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

// More lines of one kind than this hide the rest of the page; -v lists all.
#define LINES_SHOWN 20

// Bytes of a place in a line of the list.
#define PLACE_SHOWN_MAX 80

/** How often a text occurs, and the first incident that has it. */
typedef struct {
    const char *text;
    const incident *first;
    size_t count;
} tally;

typedef struct {
    tally *items;
    size_t count, capacity;
} tally_list;

static int compare_by_text(const void *a, const void *b)
{
    const incident *const *one = a, *const *two = b;
    return (*one)->input != (*two)->input ? ((*one)->input < (*two)->input ? -1 : 1)
           : (*one)->row < (*two)->row    ? -1
                                          : (*one)->row > (*two)->row;
}

static int compare_tallies(const void *a, const void *b)
{
    const tally *one = a, *two = b;
    if (one->count != two->count) return one->count < two->count ? 1 : -1;
    return compare_by_text(&one->first, &two->first);
}

static void tally_dispose(tally_list *list)
{
    free(list->items);
    *list = (tally_list){0};
}

static const char *type_of(const incident *item)
{
    return item->type;
}

static const char *rule_of(const incident *item)
{
    return item->rule;
}

/** The place as the source words it, where the gazetteer found it. */
static const char *found_place_of(const incident *item)
{
    return strcmp(item->rule, "coordinates") == 0 ? NULL : item->place;
}

static int compare_pointers(const void *a, const void *b)
{
    const tally *one = a, *two = b;
    return one->text < two->text ? -1 : one->text > two->text;
}

/** Counts the texts of a set, most frequent first. The set's texts are interned, so equal ones are one. */
static tally_list tally_of(const incident_set *set, const char *(*text_of)(const incident *))
{
    tally_list list = {0};
    for (size_t i = 0; i < set->count; i++) {
        const char *text = text_of(&set->items[i]);
        if (!text) continue;
        tally one = {text, &set->items[i], 1};
        VEC_PUSH(list.items, list.count, list.capacity, one);
    }
    if (list.count == 0) return list;
    if (list.count) qsort(list.items, list.count, sizeof *list.items, compare_pointers);
    size_t kept = 0;
    for (size_t i = 0; i < list.count; i++) {
        if (kept && list.items[kept - 1].text == list.items[i].text) {
            tally *group = &list.items[kept - 1];
            group->count += list.items[i].count;
            if (compare_by_text(&list.items[i].first, &group->first) < 0) group->first = list.items[i].first;
        } else {
            list.items[kept++] = list.items[i];
        }
    }
    list.count = kept;
    // Pointers were a means to count; what is shown is ordered by the table.
    if (list.count) qsort(list.items, list.count, sizeof *list.items, compare_tallies);
    return list;
}

static void print_heading(const char *text)
{
    bool terminal = isatty(STDOUT_FILENO);
    printf("\n%s%s%s\n", terminal ? "\033[1m" : "", text, terminal ? "\033[0m" : "");
}

/** "2.1 km", or "" where unknown. */
static const char *format_radius(double radius_m, char *out, size_t size)
{
    out[0] = '\0';
    if (isnan(radius_m)) return out;
    if (radius_m < 1000)
        snprintf(out, size, "%.0f m", radius_m);
    else
        snprintf(out, size, radius_m < 10000 ? "%.1f km" : "%.0f km", radius_m / 1000);
    return out;
}

static void print_dates(const common *c)
{
    static const char *const names[] = {"undated",     "to the day",   "to 2-6 days",
                                        "to the week", "to the month", "to the year or less"};
    size_t counts[6] = {0};
    day_t first = DAY_NONE, last = DAY_NONE;
    for (size_t i = 0; i < c->incidents.count; i++) {
        const incident *item = &c->incidents.items[i];
        counts[item->date_start == DAY_NONE ? 0 : item->date_prec]++;
        if (item->date_start == DAY_NONE) continue;
        if (first == DAY_NONE || item->date_start < first) first = item->date_start;
        if (last == DAY_NONE || item->date_end > last) last = item->date_end;
    }
    print_heading("Dates");
    char from[DATE_ISO_MAX], to[DATE_ISO_MAX];
    if (first != DAY_NONE) printf("  %s to %s\n", date_format_iso(first, from), date_format_iso(last, to));
    for (size_t i = 1; i <= 6; i++)
        if (counts[i % 6]) printf("  %8zu  %s\n", counts[i % 6], names[i % 6]);
}

static void print_precision(const incident_set *set, const char *rule)
{
    static const char *const names[] = {"unknown",  "exact",   "near",          "district",
                                        "province", "country", "line or fuzzy", "open waters"};
    static const place_prec order[] = {PREC_EXACT,  PREC_NEAR,    PREC_ADM2,   PREC_ADM1,
                                       PREC_LINEAR, PREC_COUNTRY, PREC_WATERS, PREC_NONE};
    static const size_t name_of[] = {0, 1, 2, 3, 4, 6, 5, 7};
    size_t counts[8] = {0};
    for (size_t i = 0; i < set->count; i++)
        if (set->items[i].rule == rule) counts[set->items[i].prec]++;
    const char *separator = "";
    for (size_t i = 0; i < 8; i++) {
        if (!counts[order[i]]) continue;
        printf("%s%s %zu", separator, names[name_of[order[i]]], counts[order[i]]);
        separator = ", ";
    }
}

static void print_places(const common *c)
{
    print_heading("Places");
    tally_list rules = tally_of(&c->incidents, rule_of);
    for (size_t i = 0; i < rules.count; i++) {
        printf("  %8zu  by %-12s ", rules.items[i].count, rules.items[i].text);
        print_precision(&c->incidents, rules.items[i].text);
        putchar('\n');
    }
    tally_dispose(&rules);

    tally_list places = tally_of(&c->incidents, found_place_of);
    size_t shown = c->verbose || places.count <= LINES_SHOWN ? places.count : LINES_SHOWN;
    arena memory = {0};
    if (shown) print_heading("Places found in the gazetteer");
    for (size_t i = 0; i < shown; i++) {
        const incident *item = places.items[i].first;
        char radius[32];
        printf("  %8zu  %-40s %9.4f %9.4f  within %-7s %-10s confidence %.2f\n", places.items[i].count,
               arena_cut(&memory, places.items[i].text, PLACE_SHOWN_MAX), item->position.lon_deg,
               item->position.lat_deg, format_radius(item->radius_m, radius, sizeof radius), item->rule,
               item->confidence);
    }
    if (shown < places.count) printf("  … and %zu more; -v lists them\n", places.count - shown);
    arena_dispose(&memory);
    tally_dispose(&places);
}

static void print_types(const common *c)
{
    tally_list types = tally_of(&c->incidents, type_of);
    size_t shown = c->verbose || types.count <= LINES_SHOWN ? types.count : LINES_SHOWN;
    if (shown) print_heading("Types");
    for (size_t i = 0; i < shown; i++) printf("  %8zu  %s\n", types.items[i].count, types.items[i].text);
    if (shown < types.count) printf("  … and %zu more; -v lists them\n", types.count - shown);
    tally_dispose(&types);
}

static void print_reasons(const common *c)
{
    const account *acc = &c->account;
    size_t shown = c->verbose || acc->row_count <= LINES_SHOWN ? acc->row_count : LINES_SHOWN;
    if (shown) print_heading("Not mapped");
    for (size_t i = 0; i < shown; i++) {
        const account_row *row = &acc->rows[i];
        printf("  %s:%lld: %s: %s\n", c->inputs.items[row->input], (long long)row->row,
               row->fate == ROW_REJECTED ? "rejected" : "unresolved", row->reason);
    }
    if (shown < acc->row_count) printf("  … and %zu more; -v lists them\n", acc->row_count - shown);
}

int incmap_cmd_check(int argc, char **argv)
{
    common c = {0};
    common_init(&c);
    opt_spec options[COMMON_OPTIONS_MAX];
    int exit_code;
    common_options(&c, options);
    common_hide_option(options, &c.force);
    common_hide_option(options, &c.threads);
    common_hide_option(options, &c.dry_run);
    if (!common_parse(&c, options, "incmap check INPUT…", argc, argv, &exit_code)) return exit_code;
    incmap_error err = {0};
    strbuf description = {0};
    // With --json, stdout is the account's alone.
    bool speaks = !c.json && !c.quiet;
    if (speaks) c.describe = &description;
    incmap_status status = common_load(&c, NULL, &err);
    if (status == INCMAP_OK && speaks) {
        fputs(strbuf_text(&description), stdout);
        if (c.incidents.count) {
            print_dates(&c);
            print_places(&c);
            print_types(&c);
        }
        print_reasons(&c);
        putchar('\n');
        fflush(stdout);
        c.lists_reasons = true;
    }
    strbuf_dispose(&description);
    return common_finish(&c, status, &err);
}
