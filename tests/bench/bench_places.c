/**
 * @file
 * How well the gazetteer finds places whose true position is known.
 *
 *     bench_places GAZETTEER TABLE.csv --phrase COLUMN --lon COLUMN --lat COLUMN [--country CC]
 *                  [--admin1 COLUMN] [--where COLUMN=VALUE]… [--group COLUMN] [--prec COLUMN] [--dump FILE]
 *                  [--at-sea yes]
 *
 * With --circle yes, beside the areas of offsets, those of the point-radius method.
 *
 * Prints the share resolved, how far the answers are from the truth, how often the 90% area holds it and how
 * large that is, and how well confidence is calibrated. --group resolves every phrase a second time with the
 * other places of its group as context. --dump writes one line a row, for looking at what fails: status,
 * error in km, whether the area holds the truth, confidence, rule, phrase, name, setting and evidence of the
 * calibration, area in km², where the anchor of an offset is (longitude, latitude) and, with --circle, its
 * extent in km.
 */
#include "gazetteer/csv.h"
#include "gazetteer/gazetteer.h"
#include "gazetteer/geodesy.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define CONDITIONS_MAX 4
#define BINS           10

typedef struct {
    const char *gazetteer, *table, *phrase, *lon, *lat, *country, *admin1, *group, *prec, *dump, *at_sea,
        *circle;
    const char *where[CONDITIONS_MAX];
    int where_count;
} options;

typedef struct {
    const char *phrase, *admin1, *group;
    gaz_lonlat truth;
    int prec;
    gaz_answer *answer;
} row;

static void die(const char *what)
{
    fprintf(stderr, "bench_places: %s\n", what);
    exit(2);
}

static void read_options(int argc, char **argv, options *o)
{
    if (argc < 3) die("give a gazetteer, a table and the names of its columns");
    o->gazetteer = argv[1];
    o->table = argv[2];
    const struct {
        const char *name;
        const char **value;
    } texts[] = {{"--phrase", &o->phrase},   {"--lon", &o->lon},       {"--lat", &o->lat},
                 {"--country", &o->country}, {"--admin1", &o->admin1}, {"--group", &o->group},
                 {"--prec", &o->prec},       {"--dump", &o->dump},     {"--at-sea", &o->at_sea},
                 {"--circle", &o->circle}};
    for (int i = 3; i + 1 < argc; i += 2) {
        bool known = false;
        if (strcmp(argv[i], "--where") == 0 && o->where_count < CONDITIONS_MAX) {
            o->where[o->where_count++] = argv[i + 1];
            known = true;
        }
        for (size_t k = 0; k < sizeof texts / sizeof *texts; k++) {
            if (strcmp(argv[i], texts[k].name) != 0) continue;
            *texts[k].value = argv[i + 1];
            known = true;
        }
        if (!known) die(argv[i]);
    }
    if (!o->phrase || !o->lon || !o->lat) die("--phrase, --lon and --lat are needed");
}

static char *read_file(const char *path)
{
    FILE *file = fopen(path, "rb");
    if (!file) die("the table cannot be read");
    fseek(file, 0, SEEK_END);
    long size = ftell(file);
    rewind(file);
    char *text = malloc((size_t)size + 1);
    text[fread(text, 1, (size_t)size, file)] = '\0';
    fclose(file);
    return text;
}

static int find_column(char **header, size_t count, const char *name)
{
    if (!name) return -1;
    for (size_t i = 0; i < count; i++)
        if (strcmp(header[i], name) == 0) return (int)i;
    die(name);
    return -1;
}

static bool passes(const options *o, char **header, size_t header_count, const csv_reader *reader)
{
    for (int i = 0; i < o->where_count; i++) {
        const char *equals = strchr(o->where[i], '=');
        if (!equals) die("--where COLUMN=VALUE");
        char name[128];
        snprintf(name, sizeof name, "%.*s", (int)(equals - o->where[i]), o->where[i]);
        int column = find_column(header, header_count, name);
        // Several values with | between.
        char list[256], value[256];
        snprintf(list, sizeof list, "|%s|", equals + 1);
        snprintf(value, sizeof value, "|%s|", reader->fields[column]);
        if (!strstr(list, value)) return false;
    }
    return true;
}

static size_t read_rows(const options *o, scope *memory, const char *text, row **rows)
{
    csv_reader reader = csv_begin(memory, text);
    if (!csv_next(&reader)) die("the table is empty");
    size_t columns = reader.count, count = 0, capacity = 0;
    char **header = scope_alloc(memory, columns * sizeof *header);
    memcpy(header, reader.fields, columns * sizeof *header);
    int phrase = find_column(header, columns, o->phrase), lon = find_column(header, columns, o->lon),
        lat = find_column(header, columns, o->lat), admin1 = find_column(header, columns, o->admin1),
        group = find_column(header, columns, o->group), prec = find_column(header, columns, o->prec);
    while (csv_next(&reader)) {
        if (reader.count != columns || !passes(o, header, columns, &reader)) continue;
        char **f = reader.fields;
        if (!*f[phrase] || strcmp(f[phrase], "NA") == 0) continue;
        row r = {.phrase = f[phrase],
                 .admin1 = admin1 >= 0 ? f[admin1] : NULL,
                 .group = group >= 0 ? f[group] : NULL,
                 .truth = {atof(f[lon]), atof(f[lat])},
                 .prec = prec >= 0 ? atoi(f[prec]) : 0};
        SCOPE_PUSH(memory, *rows, count, capacity, r);
    }
    return count;
}

static bool area_holds(const gaz_area *area, gaz_lonlat at)
{
    bool inside = false;
    size_t begin = 0;
    for (size_t ring = 0; area && ring < area->ring_count; begin = area->ring_ends[ring++]) {
        for (size_t i = begin + 1; i < area->ring_ends[ring]; i++) {
            gaz_lonlat a = area->points[i - 1], b = area->points[i];
            if ((a.lat_deg > at.lat_deg) == (b.lat_deg > at.lat_deg)) continue;
            double cross =
                a.lon_deg + (at.lat_deg - a.lat_deg) / (b.lat_deg - a.lat_deg) * (b.lon_deg - a.lon_deg);
            if (at.lon_deg < cross) inside = !inside;
        }
    }
    return inside;
}

/** Planar in an equal-area cylinder of the mean radius: good to half a percent, for a median. */
static double area_km2(const gaz_area *area)
{
    const double r_km = 6371.0088, rad = M_PI / 180;
    double sum = 0;
    size_t begin = 0;
    for (size_t ring = 0; area && ring < area->ring_count; begin = area->ring_ends[ring++])
        for (size_t i = begin + 1; i < area->ring_ends[ring]; i++) {
            gaz_lonlat a = area->points[i - 1], b = area->points[i];
            sum += (a.lon_deg - b.lon_deg) * rad * (sin(a.lat_deg * rad) + sin(b.lat_deg * rad)) / 2;
        }
    return fabs(sum) * r_km * r_km;
}

// The point-radius method (Wieczorek, Guo and Hijmans 2004; Georeferencing Best Practices 2020): a circle
// about the point stated, of the anchor's extent, the uncertainty of the distance (half the power of ten that
// it is whole in) and that of the direction (half the angle to the next point of the rose it is given in).

/** Half of the last digit that counts: 0.5 for 37, 5 for 120, 0.05 for 2.6. */
static double unsure_by(double stated)
{
    double step = 1;
    if (fabs(stated - round(stated)) > 0.02) return 0.05;
    while (fabs(remainder(stated, 10 * step)) < 0.02 * step && step < 1000) step *= 10;
    return step / 2;
}

/** The extent of an offset's anchor, asked for by its name. */
static double extent_km(gaz *g, const gaz_answer *a)
{
    gaz_context context = {.country = *a->country ? a->country : NULL};
    gaz_answer *anchor;
    gaz_error err = {0};
    if (gaz_resolve(g, a->name, &context, &anchor, &err) != GAZ_OK) die(err.message);
    double radius_km =
        anchor->status != GAZ_UNRESOLVED && strcmp(anchor->rule, "name") == 0 ? anchor->radius_m / 1000 : 0;
    gaz_answer_free(anchor);
    return radius_km;
}

/** The circle's area for an offset phrase as its explanation tells it ("… 37 km north of X"); NAN for others.
 */
static double circle_km2(gaz *g, const gaz_answer *a, const char *phrase)
{
    static const struct {
        const char *name;
        double half_deg;
    } directions[] = {{"north-north", 11.25}, {"south-south", 11.25},
                      {"east-north", 11.25},  {"east-south", 11.25},
                      {"west-north", 11.25},  {"west-south", 11.25},
                      {"north-east", 22.5},   {"north-west", 22.5},
                      {"south-east", 22.5},   {"south-west", 22.5},
                      {"north", 45},          {"south", 45},
                      {"east", 45},           {"west", 45}};
    double distance_km = strtod(a->explanation, NULL);
    if (strcmp(a->rule, "offset") != 0 || !(distance_km > 0)) return NAN;
    const char *word = strstr(a->explanation, " km ");
    if (!word) return NAN;
    word += 4;
    double unit_km = strcasestr(phrase, "km") ? 1 : strcasestr(phrase, "nm") ? 1.852 : 1.609344;
    double half_deg = 180;
    for (size_t i = 0; half_deg == 180 && i < sizeof directions / sizeof *directions; i++)
        if (strncmp(word, directions[i].name, strlen(directions[i].name)) == 0)
            half_deg = directions[i].half_deg;
    // No direction: the circle is about the anchor, and reaches as far as the distance.
    double aside_km = half_deg == 180 ? distance_km : 2 * distance_km * sin(half_deg / 2 * M_PI / 180);
    double radius_km = extent_km(g, a) + unsure_by(distance_km / unit_km) * unit_km + aside_km;
    return M_PI * radius_km * radius_km;
}

static int compare_doubles(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static void resolve_row(gaz *g, row *r, const gaz_context *context)
{
    gaz_error err = {0};
    gaz_answer_free(r->answer);
    if (gaz_resolve(g, r->phrase, context, &r->answer, &err) != GAZ_OK) die(err.message);
}

// Others whose confidence is below this say nothing about where a report is.
#define OTHERS_CONFIDENCE 0.6
#define OTHERS_MAX        64

static void resolve_groups(gaz *g, row *rows, size_t count, const options *o)
{
    for (size_t i = 0; i < count;) {
        size_t end = i;
        while (end < count && strcmp(rows[end].group, rows[i].group) == 0) end++;
        gaz_answer *second[OTHERS_MAX] = {0};
        for (size_t k = i; k < end && k - i < OTHERS_MAX; k++) {
            gaz_lonlat others[OTHERS_MAX];
            const char *countries[OTHERS_MAX];
            size_t other_count = 0;
            for (size_t m = i; m < end && other_count < OTHERS_MAX; m++)
                if (m != k && rows[m].answer->status == GAZ_RESOLVED &&
                    rows[m].answer->confidence >= OTHERS_CONFIDENCE &&
                    strcmp(rows[m].phrase, rows[k].phrase) != 0)
                    countries[other_count] = rows[m].answer->country,
                    others[other_count++] = rows[m].answer->position;
            gaz_context context = {.country = o->country,
                                   .others = others,
                                   .other_count = other_count,
                                   .other_countries = countries,
                                   .at_sea = o->at_sea};
            gaz_error err = {0};
            if (gaz_resolve(g, rows[k].phrase, &context, &second[k - i], &err) != GAZ_OK) die(err.message);
        }
        for (size_t k = i; k < end && k - i < OTHERS_MAX; k++) {
            gaz_answer_free(rows[k].answer);
            rows[k].answer = second[k - i];
        }
        i = end;
    }
}

static double percent(size_t part, size_t whole)
{
    return whole ? 100.0 * (double)part / (double)whole : 0;
}

// where_prec has seven codes, from 1.
#define PREC_CODES 8

/**
 * The mean over the codes of the F1 measure of each, as agreement on rare codes counts too. Unresolved rows
 * have code 0, which is nobody's.
 */
static double macro_f1(const row *rows, size_t count)
{
    size_t said[PREC_CODES] = {0}, meant[PREC_CODES] = {0}, both[PREC_CODES] = {0};
    for (size_t i = 0; i < count; i++) {
        if (rows[i].prec < 1 || rows[i].prec >= PREC_CODES) continue;
        int code = rows[i].answer->precision;
        meant[rows[i].prec]++;
        if (code >= 0 && code < PREC_CODES) said[code]++;
        both[rows[i].prec] += code == rows[i].prec;
    }
    double sum = 0;
    int codes = 0;
    for (int code = 1; code < PREC_CODES; code++) {
        if (!meant[code]) continue;
        sum += 2.0 * (double)both[code] / (double)(meant[code] + said[code]);
        codes++;
    }
    return codes ? sum / codes : 0;
}

/** A guess that was taken back says how far it would have been off, and its evidence: what calibrates must
 * see it. */
static void dump_unresolved(FILE *dump, const row *r)
{
    const gaz_answer *a = r->answer;
    fprintf(dump, "unresolved\t");
    if (*a->calibration && a->candidate_count)
        fprintf(dump, "%.1f", geodesy_distance_m(a->candidates[0].position, r->truth) / 1000);
    fprintf(dump, "\t\t\t\t%s\t%s\t%s\t%.4f\n", r->phrase, a->explanation, a->calibration, a->evidence);
}

static void print_figures(gaz *g, row *rows, size_t count, double seconds, bool with_circle, FILE *dump)
{
    size_t resolved = 0, ambiguous = 0, within[4] = {0}, held = 0, sure = 0, sure_wrong = 0, prec_same = 0,
           prec_known = 0;
    static const double limits_km[4] = {5, 25, 50, 161};
    size_t bin_count[BINS] = {0}, bin_right[BINS] = {0};
    double bin_sum[BINS] = {0};
    double *areas = calloc(count + 1, sizeof *areas), *shares = calloc(count + 1, sizeof *shares);
    size_t share_count = 0;
    for (size_t i = 0; i < count; i++) {
        const gaz_answer *a = rows[i].answer;
        if (a->status == GAZ_UNRESOLVED) {
            if (dump) dump_unresolved(dump, &rows[i]);
            continue;
        }
        double error_km = geodesy_distance_m(a->position, rows[i].truth) / 1000;
        bool inside = area_holds(a->area, rows[i].truth), right = inside || error_km <= 25;
        areas[resolved] = area_km2(a->area);
        double circle = with_circle ? circle_km2(g, a, rows[i].phrase) : NAN;
        if (isfinite(circle)) shares[share_count++] = areas[resolved] / circle;
        resolved++;
        ambiguous += a->status == GAZ_AMBIGUOUS;
        for (int k = 0; k < 4; k++) within[k] += error_km <= limits_km[k];
        held += inside;
        if (a->confidence >= 0.8) {
            sure++;
            sure_wrong += error_km > 50 && !inside;
        }
        int bin = (int)fmin(BINS - 1, a->confidence * BINS);
        bin_count[bin]++;
        bin_right[bin] += right;
        bin_sum[bin] += a->confidence;
        if (rows[i].prec) {
            prec_known++;
            prec_same += rows[i].prec == a->precision;
        }
        // Of an offset the candidates are its anchor's.
        const gaz_lonlat anchor = a->candidate_count ? a->candidates[0].position : a->position;
        if (dump)
            fprintf(dump, "%s\t%.1f\t%s\t%.3f\t%s\t%s\t%s, %s, %s %s\t%s\t%.4f\t%.0f\t%.4f\t%.4f\t%.1f\n",
                    gaz_answer_status_name(a->status), error_km, inside ? "in" : "out", a->confidence,
                    a->rule, rows[i].phrase, a->name, a->kind, a->admin1, a->country, a->calibration,
                    a->evidence, areas[resolved - 1], anchor.lon_deg, anchor.lat_deg,
                    with_circle ? extent_km(g, a) : NAN);
    }
    printf("rows %zu, %.0f a second of processor time\n", count, seconds > 0 ? (double)count / seconds : 0);
    printf("resolved %.1f%% (of them ambiguous %.1f%%)\n", percent(resolved, count),
           percent(ambiguous, resolved));
    for (int k = 0; k < 4; k++)
        printf("within %g km: %.1f%% of all, %.1f%% of resolved\n", limits_km[k], percent(within[k], count),
               percent(within[k], resolved));
    printf("true point in the 90%% area: %.1f%% of resolved\n", percent(held, resolved));
    qsort(areas, resolved, sizeof *areas, compare_doubles);
    if (resolved) printf("median area %.0f km2\n", areas[resolved / 2]);
    qsort(shares, share_count, sizeof *shares, compare_doubles);
    if (with_circle && share_count)
        printf("of the point-radius circle: median %.0f%%, of %zu offsets\n", 100 * shares[share_count / 2],
               share_count);
    printf("confidence 0.8 or more: %.1f%% of all; over 50 km wrong and outside: %.2f%% of them\n",
           percent(sure, count), percent(sure_wrong, sure));
    if (prec_known)
        printf("precision as stated: %.1f%%, macro-F1 %.2f\n", percent(prec_same, prec_known),
               macro_f1(rows, count));
    double ece = 0;
    for (int k = 0; k < BINS; k++) {
        if (!bin_count[k]) continue;
        double said = bin_sum[k] / (double)bin_count[k], was = (double)bin_right[k] / (double)bin_count[k];
        ece += fabs(said - was) * (double)bin_count[k] / (double)resolved;
        printf("  confidence %.2f: right %.2f of %zu\n", said, was, bin_count[k]);
    }
    printf("expected calibration error %.3f (right: inside the area or within 25 km)\n", ece);
    free(areas);
    free(shares);
}

int main(int argc, char **argv)
{
    options o = {0};
    read_options(argc, argv, &o);
    scope memory = {0};
    if (setjmp(memory.trap)) die("out of memory");
    char *text = read_file(o.table);
    row *rows = NULL;
    size_t count = read_rows(&o, &memory, text, &rows);
    gaz *g;
    gaz_error err = {0};
    if (gaz_open(&g, o.gazetteer, &err) != GAZ_OK) die(err.message);
    struct timespec from, to;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &from);
    for (size_t i = 0; i < count; i++) {
        gaz_context context = {.country = o.country, .admin1 = rows[i].admin1, .at_sea = o.at_sea};
        resolve_row(g, &rows[i], &context);
    }
    if (o.group) resolve_groups(g, rows, count, &o);
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &to);
    FILE *dump = o.dump ? fopen(o.dump, "w") : NULL;
    print_figures(g, rows, count,
                  (double)(to.tv_sec - from.tv_sec) + (double)(to.tv_nsec - from.tv_nsec) / 1e9,
                  o.circle != NULL, dump);
    if (dump) fclose(dump);
    for (size_t i = 0; i < count; i++) gaz_answer_free(rows[i].answer);
    gaz_close(g);
    scope_dispose(&memory);
    free(text);
    return 0;
}
