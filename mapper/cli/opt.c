#include "cli/opt.h"

#include "base/arena.h"
#include "base/strbuf.h"

#include <errno.h>
#include <limits.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

// Column of the help at which the explanations start; longer options push theirs to the next line.
#define HELP_COLUMN 30

static const opt_spec *find_long(const opt_spec *table, const char *name, size_t length)
{
    for (const opt_spec *o = table; o->type != OPT_END; o++) {
        if (o->type == OPT_TABLE) {
            const opt_spec *inner = find_long(o->value, name, length);
            if (inner) return inner;
        } else if (o->name && strlen(o->name) == length && strncmp(o->name, name, length) == 0) {
            return o;
        }
    }
    return NULL;
}

static const opt_spec *find_letter(const opt_spec *table, char letter)
{
    for (const opt_spec *o = table; o->type != OPT_END; o++) {
        if (o->type == OPT_TABLE) {
            const opt_spec *inner = find_letter(o->value, letter);
            if (inner) return inner;
        } else if (o->letter == letter) {
            return o;
        }
    }
    return NULL;
}

static bool parse_real(const char *text, double *out)
{
    char *end;
    errno = 0;
    double number = strtod(text, &end);
    if (end == text || *end || errno == ERANGE || !isfinite(number)) return false;
    *out = number;
    return true;
}

static incmap_status store(const opt_spec *o, const char *shown, const char *text, int index,
                           incmap_error *err)
{
    if (o->seen) *o->seen = true;
    switch (o->type) {
    case OPT_TEXT: *(const char **)o->value = text; return INCMAP_OK;
    case OPT_TEXTS: {
        opt_list *list = o->value;
        VEC_PUSH(list->items, list->count, list->capacity, text);
        return INCMAP_OK;
    }
    case OPT_INT: {
        char *end;
        errno = 0;
        long number = strtol(text, &end, 10);
        if (end == text || *end || errno || number < o->min || number > o->max)
            return error_set(err, INCMAP_USAGE, "%s %s: give a whole number from %d to %d", shown, text,
                             o->min, o->max);
        *(int *)o->value = (int)number;
        return INCMAP_OK;
    }
    case OPT_REALS:
        if (!parse_real(text, (double *)o->value + index))
            return error_set(err, INCMAP_USAGE, "%s %s: give %s as numbers", shown, text, o->metavar);
        return INCMAP_OK;
    case OPT_DAY:
        if (!date_parse_iso(text, o->value))
            return error_set(err, INCMAP_USAGE, "%s %s: no such day; write it as YYYY-MM-DD", shown, text);
        return INCMAP_OK;
    default: return INCMAP_OK;
    }
}

incmap_status opt_parse(const opt_spec *table, int argc, char **argv, opt_list *inputs, incmap_error *err)
{
    bool literal = false;
    for (int i = 1; i < argc; i++) {
        const char *arg = argv[i];
        if (literal || arg[0] != '-' || arg[1] == '\0') {
            VEC_PUSH(inputs->items, inputs->count, inputs->capacity, arg);
            continue;
        }
        if (strcmp(arg, "--") == 0) {
            literal = true;
            continue;
        }
        const char *name = arg + (arg[1] == '-' ? 2 : 1);
        size_t length = strcspn(name, "=");
        const char *attached = name[length] ? name + length + 1 : NULL;
        const opt_spec *o = length > 1 || arg[1] == '-' ? find_long(table, name, length) : NULL;
        if (!o && arg[1] != '-' && (o = find_letter(table, arg[1]))) {
            attached = arg[2] ? arg + 2 : NULL;
            if (attached && o->type == OPT_FLAG) o = NULL;
        }
        if (!o)
            return error_set(err, INCMAP_USAGE, "%s: no such option; \"incmap %s --help\" lists them", arg,
                             argv[0]);

        if (o->type == OPT_FLAG) {
            if (attached) return error_set(err, INCMAP_USAGE, "%s: takes no value", arg);
            *(bool *)o->value = true;
            if (o->seen) *o->seen = true;
            continue;
        }
        int count = o->type == OPT_REALS ? o->count : 1;
        for (int k = 0; k < count; k++) {
            const char *text = attached;
            if (!text) {
                if (i + 1 >= argc)
                    return error_set(err, INCMAP_USAGE, "%s: needs %s behind it", arg, o->metavar);
                text = argv[++i];
            }
            attached = NULL;
            incmap_status status = store(o, arg, text, k, err);
            if (status != INCMAP_OK) return status;
        }
    }
    return INCMAP_OK;
}

void opt_print_help(const opt_spec *table, FILE *to)
{
    for (const opt_spec *o = table; o->type != OPT_END; o++) {
        if (o->type == OPT_TABLE) {
            opt_print_help(o->value, to);
            continue;
        }
        if (!o->help) continue;
        if (o->type == OPT_HEADING) {
            fprintf(to, "\n%s\n", o->help);
            continue;
        }
        strbuf left = {0};
        if (o->letter) strbuf_printf(&left, "  -%c", o->letter);
        if (o->name)
            strbuf_printf(&left, "%s%s%s", o->letter ? ", " : "  ",
                          o->count > 1 || strchr(o->name, '_') ? "-" : "--", o->name);
        if (o->metavar) strbuf_printf(&left, " %s", o->metavar);
        if (left.length + 2 > HELP_COLUMN)
            fprintf(to, "%s\n%*s%s\n", strbuf_text(&left), HELP_COLUMN, "", o->help);
        else
            fprintf(to, "%-*s%s\n", HELP_COLUMN, strbuf_text(&left), o->help);
        strbuf_dispose(&left);
    }
}

void opt_list_dispose(opt_list *list)
{
    free(list->items);
    *list = (opt_list){0};
}
