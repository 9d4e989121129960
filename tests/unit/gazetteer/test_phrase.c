#include "gazetteer/phrase.h"
#include "unit/unit.h"

#include <stdio.h>
#include <string.h>

static scope memory;

/** Writes a tree as one line: offset(30000..30000@270, name[Baghdad]). */
static void describe(const phrase_node *node, char *out, size_t size)
{
    size_t n = (size_t)snprintf(out, size, "%s",
                                node->kind == PHRASE_QUALIFIED ? "qualified" : phrase_rule(node->kind));
    if (node->kind == PHRASE_NAME) {
        snprintf(out + n, size - n, "[%s]", node->text);
        return;
    }
    n += (size_t)snprintf(out + n, size - n, "(");
    if (node->kind == PHRASE_OFFSET)
        n += (size_t)snprintf(out + n, size - n, "%.0f..%.0f", node->distance_m, node->distance_max_m);
    if (node->has_bearing) n += (size_t)snprintf(out + n, size - n, "@%.1f", node->bearing_deg);
    if (node->is_central) n += (size_t)snprintf(out + n, size - n, "central");
    for (size_t i = 0; i < node->child_count; i++) {
        n += (size_t)snprintf(out + n, size - n, "%s", i || out[n - 1] != '(' ? " " : "");
        describe(node->children[i], out + n, size - n);
        n += strlen(out + n);
    }
    snprintf(out + n, size - n, ")");
}

static void parses(const char *text, const char *tree)
{
    char found[1024];
    if (setjmp(memory.trap)) ck_abort_msg("out of memory");
    describe(phrase_parse(&memory, text), found, sizeof found);
    ck_assert_msg(strcmp(found, tree) == 0, "%s\n  is read as %s\n  not as     %s", text, found, tree);
    scope_dispose(&memory);
}

START_TEST(names)
{
    parses("Mosul", "name[Mosul]");
    parses("  in the  Green Zone ", "name[Green Zone]");
    parses("Deir ez-Zor", "name[Deir ez-Zor]");
    parses("Jabal at Turkuman", "name[Jabal at Turkuman]");
    parses("القائم", "name[القائم]");
    parses("", "name[]");
    parses(", ; ()", "name[]");
}
END_TEST

START_TEST(offsets)
{
    parses("30 km west of Baghdad", "offset(30000..30000@270.0 name[Baghdad])");
    parses("30km W of Baghdad", "offset(30000..30000@270.0 name[Baghdad])");
    parses("30 kilometers (20 miles) west of Baghdad", "offset(30000..30000@270.0 name[Baghdad])");
    parses("about 12 miles south-east of Tikrit", "offset(19312..19312@135.0 name[Tikrit])");
    parses("some 1,200 m north of the Green Zone", "offset(1200..1200@0.0 name[Green Zone])");
    parses("7 nm SE of Pulau Batam", "offset(12964..12964@135.0 name[Pulau Batam])");
    parses("5 nautical miles NNW from Aden", "offset(9260..9260@337.5 name[Aden])");
    parses("20-30 km to the north of Homs", "offset(20000..30000@0.0 name[Homs])");
    parses("20 to 30 km north-north-west of Homs", "offset(20000..30000@337.5 name[Homs])");
    parses("a few kilometres outside Hama", "offset(2000..6000 name[Hama])");
    parses("10 km from Hama", "offset(10000..10000 name[Hama])");
    parses("half a mile east of Taji", "offset(805..805@90.0 name[Taji])");
    parses("60 kilometres from Kabul on the road to Jalalabad",
           "offset(60000..60000 name[Kabul] name[Jalalabad])");
    parses("40 km off Lagos", "offset(40000..40000 name[Lagos])");
    parses("12 nm NxE of Zuqar", "offset(22224..22224@11.2 name[Zuqar])");
    parses("12 nm north by east of Zuqar", "offset(22224..22224@11.2 name[Zuqar])");
    parses("2,5 nm ooff SW of Zuqar", "offset(4630..4630@225.0 name[Zuqar])");
    parses("Approx. 15 nm SSE of Zuqar", "offset(27780..27780@157.5 name[Zuqar])");
    parses("40 nm souht-west of Zuqar", "offset(74080..74080@225.0 name[Zuqar])");
    parses("40 nm souht Zuqar", "offset(74080..74080 name[souht Zuqar])");
    parses("40 nm from Mouth of Zuqar", "offset(74080..74080 name[Mouth of Zuqar])");
    parses("3 nm offshore", "offset(5556..5556 name[offshore])");
    parses("6m off Zuqar", "offset(9656..9656 name[Zuqar])");
    parses("50 m from the mosque", "offset(50..50 name[mosque])");
}
END_TEST

START_TEST(directions_and_parts)
{
    parses("south of Baghdad", "direction(@180.0 name[Baghdad])");
    parses("just to the north-west of Aleppo", "direction(@315.0 name[Aleppo])");
    parses("N of Aleppo", "direction(@0.0 name[Aleppo])");
    parses("in the east of Syria", "part(@90.0 name[Syria])");
    parses("eastern Syria", "part(@90.0 name[Syria])");
    parses("western Anbar province", "part(@270.0 name[Anbar province])");
    parses("north-western Syria", "part(@315.0 name[Syria])");
    parses("the southern part of Iraq", "part(@180.0 name[Iraq])");
    parses("central Iraq", "part(central name[Iraq])");
    parses("southern countryside of Aleppo", "part(@180.0 name[Aleppo])");
}
END_TEST

START_TEST(relations)
{
    parses("near Mosul", "near(name[Mosul])");
    parses("in the vicinity of Mosul", "near(name[Mosul])");
    parses("on the outskirts of Damascus", "outskirts(name[Damascus])");
    parses("off the coast of Yemen", "offshore(name[Yemen])");
    parses("coast of Oman", "coast(name[Oman])");
    parses("the west coast of Oman", "coast(@270.0 name[Oman])");
    parses("Omani south-eastern coast", "coast(@135.0 name[Omani])");
    parses("Ivory Coast", "coast(name[Ivory])");
    parses("20 nm off the NW coast of Zuqar", "offset(37040..37040 coast(@315.0 name[Zuqar]))");
    parses("20 nm from the coastline", "offset(37040..37040 name[coastline])");
    parses("Coast", "name[Coast]");
    parses("Nigerian territorial waters", "offshore(name[Nigerian])");
    parses("on the banks of the Euphrates", "along(name[Euphrates])");
    parses("between Baghdad and Mosul", "between(name[Baghdad] name[Mosul])");
    parses("on the road from Baghdad to Mosul", "between(name[Baghdad] name[Mosul])");
    parses("near the Syrian border", "border(name[Syrian])");
    parses("the border between Iraq and Syria", "border(name[Iraq] name[Syria])");
    parses("Iraq-Syria border", "border(name[Iraq] name[Syria])");
    parses("near the Iraqi border with Syria", "border(name[Iraqi] name[Syria])");
}
END_TEST

START_TEST(qualifiers_and_lists)
{
    parses("Abu Ghraib, 30 kilometers west of Baghdad",
           "qualified(name[Abu Ghraib] offset(30000..30000@270.0 name[Baghdad]))");
    parses("Hit, Anbar province, Iraq", "qualified(name[Hit] name[Anbar province] name[Iraq])");
    parses("Ain al-Asad air base in Anbar", "qualified(name[Ain al-Asad air base] name[Anbar])");
    parses("Douma (Rif Dimashq)", "qualified(name[Douma] name[Rif Dimashq])");
    parses("30 km west of Baghdad, Iraq", "qualified(offset(30000..30000@270.0 name[Baghdad]) name[Iraq])");
    parses("a checkpoint 10 km south of Kirkuk",
           "qualified(name[checkpoint] offset(10000..10000@180.0 name[Kirkuk]))");
    parses("Kabul and Logar", "list(name[Kabul] name[Logar])");
    parses("Kabul, Logar and Ghazni", "qualified(name[Kabul] list(name[Logar] name[Ghazni]))");
    parses("Kabul, Logar, and Ghazni", "list(name[Kabul] name[Logar] name[Ghazni])");
    parses("Hama/Homs", "list(name[Hama] name[Homs])");
    parses("Gulf of Oman. Arabian Sea", "qualified(name[Gulf of Oman] name[Arabian Sea])");
}
END_TEST

START_TEST(described_names)
{
    parses("the Omani city of Sur", "qualified(name[city of Sur] name[Omani])");
    parses("Omani capital Muscat", "qualified(name[Muscat] name[Omani])");
    parses("the northern port city of Sohar", "name[city of Sohar]");
    parses("the southern Omani border village of Rakhyut",
           "qualified(name[village of Rakhyut] part(@180.0 name[Omani]))");
    parses("rebel-held Sohar", "name[Sohar]");
    parses("the militia-controlled town of Sohar", "name[town of Sohar]");
    parses("Port Sudan", "name[Port Sudan]");
    parses("city of Sohar", "name[city of Sohar]");
    parses("the western region of Dhofar", "part(@270.0 name[Dhofar])");
    parses("western province of Dhofar", "name[province of Dhofar]");
    // Without capitals nothing tells a description from a name.
    parses("omani city of sur", "name[omani city of sur]");
    parses("30 km from the Omani town of Sur",
           "offset(30000..30000 qualified(name[town of Sur] name[Omani]))");
    // Whether the first words describe or name is for whoever knows the places to say.
    scope s = {0};
    ck_assert_int_eq(setjmp(s.trap), 0);
    const phrase_node *node = phrase_parse(&s, "Ruwi district of Muscat");
    ck_assert(node->is_described && node->other);
    ck_assert_str_eq(node->other->children[0]->text, "Ruwi district");
    ck_assert_str_eq(node->other->children[1]->text, "Muscat");
    ck_assert_ptr_null(phrase_parse(&s, "the Omani city of Sur")->other);
    scope_dispose(&s);
}
END_TEST

START_TEST(possessives)
{
    parses("Oman's Dhofar province", "qualified(name[Dhofar province] name[Oman])");
    parses("Oman\xE2\x80\x99s Dhofar", "qualified(name[Dhofar] name[Oman])");
    parses("the Emirates' Fujairah port", "qualified(name[Fujairah port] name[Emirates])");
    parses("Oman's north", "part(@0.0 name[Oman])");
    parses("Muscat's southern suburbs", "part(@180.0 name[Muscat])");
    parses("Oman's border with Yemen", "border(name[Oman] name[Yemen])");
    parses("Oman's east coast", "coast(@90.0 name[Oman])");
    parses("Yemen's Red Sea coast", "qualified(coast(name[Yemen]) name[Red Sea])");
    parses("St. John's", "name[St. John's]");
    parses("north of St. John's", "direction(@0.0 name[St. John's])");
    parses("Sur in Oman's Sharqiyah region",
           "qualified(name[Sur] qualified(name[Sharqiyah region] name[Oman]))");
}
END_TEST

START_TEST(junctions)
{
    parses("the junction of the N1 and the N2", "junction(name[N1] name[N2])");
    parses("the N1-N2 intersection", "junction(name[N1] name[N2])");
    parses("where the Khabur meets the Euphrates", "junction(name[Khabur] name[Euphrates])");
    parses("confluence of the Tigris with the Zab", "junction(name[Tigris] name[Zab])");
    parses("en route from Sur to Nizwa", "between(name[Sur] name[Nizwa])");
    parses("the Sur-Nizwa highway", "between(name[Sur] name[Nizwa])");
    parses("Sur \xE2\x80\x93 Nizwa road", "between(name[Sur] name[Nizwa])");
    parses("Oman - Yemen border", "border(name[Oman] name[Yemen])");
    parses("the Omani border in Dhofar", "border(name[Omani] name[Dhofar])");
}
END_TEST

START_TEST(coordinates_are_no_names)
{
    scope s = {0};
    ck_assert_int_eq(setjmp(s.trap), 0);
    const phrase_node *node = phrase_parse(&s, "33.786, 42.441");
    ck_assert_int_eq(node->kind, PHRASE_COORDINATES);
    ck_assert_double_eq(node->at.position.lat_deg, 33.786);
    ck_assert_double_eq(node->at.position.lon_deg, 42.441);
    scope_dispose(&s);
}
END_TEST

static bool survives(const char *text)
{
    if (setjmp(memory.trap)) return false;
    bool whole = phrase_parse(&memory, text)->text != NULL;
    scope_dispose(&memory);
    return whole;
}

/** Words of the grammar in any order: no parse may take long, overflow or fail. */
START_TEST(nonsense_is_survived)
{
    static const char *const words[] = {
        "between", "and", "near", "the",   "10",    "km",     "north", "of",      "border", "with", "in",
        ",",       "(",   ")",    "from",  "to",    "on",     "road",  "eastern", "coast",  "off",  "-",
        "/",       "at",  "X",    "مدينة", "a few", "waters", "SE",    "about",   "|",      "km|",  "12 |"};
    unsigned state = 99;
    for (int round = 0; round < 2000; round++) {
        char text[2048] = "";
        size_t n = 0;
        int count = 1 + (int)((state = state * 1103515245u + 12345u) >> 16) % 60;
        for (int i = 0; i < count; i++) {
            state = state * 1103515245u + 12345u;
            n += (size_t)snprintf(text + n, sizeof text - n, "%s ",
                                  words[(state >> 16) % (sizeof words / sizeof *words)]);
        }
        ck_assert(survives(text));
    }
}
END_TEST

START_TEST(a_definite_name_keeps_its_article)
{
    scope s = {0};
    ck_assert_int_eq(setjmp(s.trap), 0);
    const phrase_node *node = phrase_parse(&s, "in the Gulf");
    ck_assert_int_eq(node->kind, PHRASE_NAME);
    ck_assert_str_eq(node->text, "Gulf");
    ck_assert(node->is_definite);
    ck_assert(!phrase_parse(&s, "in Gulf")->is_definite);
    ck_assert(!phrase_parse(&s, "Gulf")->is_definite);
    scope_dispose(&s);
}
END_TEST

UNIT_MAIN("gazetteer/phrase", names, offsets, directions_and_parts, relations, qualifiers_and_lists,
          described_names, possessives, junctions, coordinates_are_no_names, nonsense_is_survived,
          a_definite_name_keeps_its_article)
