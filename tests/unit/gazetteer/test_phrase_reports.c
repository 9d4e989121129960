/** The grammar's rules for what reports say of places beside their names. */
#include "gazetteer/phrase.h"
#include "unit/unit.h"

#include <stdio.h>
#include <string.h>

static scope memory;

/** Writes a tree as one line: border@0(name[Oman]); what names nothing has a stroke: name-[village]. */
static void describe(const phrase_node *node, char *out, size_t size)
{
    const char *rule = node->kind == PHRASE_QUALIFIED ? "qualified"
                       : node->kind == PHRASE_CAPITAL ? "capital"
                                                      : phrase_rule(node->kind);
    size_t n = (size_t)snprintf(out, size, "%s", rule);
    if (node->kind == PHRASE_NAME) {
        snprintf(out + n, size - n, "%s[%s]", node->is_nameless ? "-" : "", node->text);
        return;
    }
    if (node->has_bearing) n += (size_t)snprintf(out + n, size - n, "@%.0f", node->bearing_deg);
    if (node->is_central) n += (size_t)snprintf(out + n, size - n, "@centre");
    if (node->is_vague)
        n += (size_t)snprintf(out + n, size - n, "~%.1f..%.1f", node->distance_m / 1000,
                              node->distance_max_m / 1000);
    n += (size_t)snprintf(out + n, size - n, "%s(", node->is_loose ? "?" : "");
    for (size_t i = 0; i < node->child_count; i++) {
        n += (size_t)snprintf(out + n, size - n, "%s", i ? " " : "");
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

START_TEST(capitals)
{
    parses("from Sur to Nizwa", "between(name[Sur] name[Nizwa])");
    parses("Oman's deep south", "part@180(name[Oman])");
    parses("the Omani capital", "capital(name[Omani])");
    parses("Oman's capital", "capital(name[Oman])");
    parses("the capital of Oman", "capital(name[Oman])");
    parses("the provincial capital of Dhofar", "capital(name[Dhofar])");
    parses("30 km from the Omani capital", "offset(capital(name[Omani]))");
    parses("Salalah, the capital of Dhofar", "qualified(name[Salalah] capital(name[Dhofar]))");
    parses("the capital", "capital()");
    // What it is called is said: then that is meant.
    parses("the Omani capital Muscat", "qualified(name[Muscat] name[Omani])");
    // Part of a name.
    parses("Oman Capital", "name[Oman Capital]");
}
END_TEST

START_TEST(journeys)
{
    parses("an hour's drive north of Nizwa", "offset@0~25.0..80.0(name[Nizwa])");
    parses("a two-hour drive from Nizwa", "offset~50.0..160.0(name[Nizwa])");
    parses("30 minutes' walk east of Nizwa", "offset@90~1.5..2.8(name[Nizwa])");
    parses("half an hour from Nizwa", "offset~12.5..40.0(name[Nizwa])");
    parses("3 hours by road south-west of Nizwa", "offset@225~75.0..240.0(name[Nizwa])");
    // No journey: nothing says from where.
    parses("an hour ago", "name-[hour ago]");
}
END_TEST

START_TEST(borders_have_sides)
{
    parses("Oman's northern border", "border@0(name[Oman])");
    parses("the western border of Oman", "border@270(name[Oman])");
    parses("the Omani side of the border", "qualified(border(name[Omani]) name[Omani])");
    parses("the Omani side of the Yemeni border", "qualified(border(name[Yemeni] name[Omani]) name[Omani])");
    parses("the Omani side of the border with Yemen",
           "qualified(border(name[Yemen] name[Omani]) name[Omani])");
    parses("on the Omani side of the Oman-Yemen border",
           "qualified(border(name[Oman] name[Yemen]) name[Omani])");
    parses("the Omani side of the Hatta border crossing",
           "qualified(name[Hatta border crossing] name[Omani])");
    parses("the northern side of the Hatta crossing", "part@0(name[Hatta crossing])");
    parses("North Yemen border", "border(part@0(name[Yemen]))");
}
END_TEST

START_TEST(countries_meet)
{
    static const char tree[] = "border(name[Oman] name[Yemen] name[Saudi Arabia])";
    parses("the tri-border area of Oman, Yemen and Saudi Arabia", tree);
    parses("the tri-border region between Oman, Yemen, and Saudi Arabia", tree);
    parses("Oman-Yemen-Saudi Arabia border triangle", tree);
    parses("in the Oman/Yemen/Saudi Arabia tri-border zone", tree);
    parses("Hawf, in the tripoint of Oman, Yemen and Saudi Arabia",
           "qualified(name[Hawf] border(name[Oman] name[Yemen] name[Saudi Arabia]))");
    // Without names it is nowhere.
    parses("the tri-border area", "name[tri-border area]");
}
END_TEST

START_TEST(hyphens_between_names)
{
    parses("the Dhofar-Wusta Governorate border", "border(name[Dhofar governorate] name[Wusta Governorate])");
    parses("Oman-Saudi Arabia border", "border(name[Oman] name[Saudi Arabia])");
    parses("South Arabia-Oman border", "border(name[South Arabia] name[Oman])");
    parses("the Al-Buraimi-Sohar road", "between(name[Al-Buraimi] name[Sohar])");
    parses("Sohar-al-Buraimi highway", "between(name[Sohar] name[al-Buraimi])");
    // Inside a name.
    parses("Rostov-on-Don highway", "name[Rostov-on-Don highway]");
    parses("Bilad-al-Hin-Sohar road", "between(name[Bilad] name[al-Hin-Sohar])");
    parses("Rakhyut on the Oman-Yemen border", "qualified(name[Rakhyut] border(name[Oman] name[Yemen]))");
}
END_TEST

START_TEST(banks_and_coasts)
{
    parses("the east bank of the Nile", "along@90(name[Nile])");
    parses("on the western banks of the Nile in Minya", "qualified(along@270(name[Nile]) name[Minya])");
    parses("the left bank of the Nile", "along(name[Nile])");
    parses("the Arabian Sea coast of Oman", "qualified(coast(name[Oman]) name[Arabian Sea])");
    parses("the southern Red Sea coast of Yemen", "qualified(coast@180(name[Yemen]) name[Red Sea])");
    parses("off the coast of Oman", "offshore(name[Oman])");
    parses("the West Bank", "part@270(name[Bank])");
}
END_TEST

START_TEST(parts_and_fronts)
{
    parses("Muscat city centre", "part@centre(name[Muscat])");
    parses("downtown Muscat", "part@centre(name[Muscat])");
    parses("the far north of Oman", "part@0(name[Oman])");
    parses("far northern Oman", "part@0(name[Oman])");
    parses("to the far north of Nizwa", "direction@0(name[Nizwa])");
    parses("the area east of Nizwa", "direction@90(name[Nizwa])");
    // A name, for all that is known here.
    parses("Far North Region", "name[Far North Region]");
    parses("in the Nizwa direction", "near(name[Nizwa])");
    parses("the Nizwa axis", "near(name[Nizwa])");
    parses("in the direction of Nizwa", "near(name[Nizwa])");
}
END_TEST

START_TEST(what_has_no_name)
{
    parses("an abandoned farmhouse", "name-[abandoned farmhouse]");
    parses("several villages", "name-[several villages]");
    parses("the village", "name-[village]");
    parses("two houses in the north", "qualified(name-[two houses] name-[north])");
    parses("a Muscat hotel", "qualified(name-[hotel] name[Muscat])");
    parses("the farmland of northern Oman", "qualified(name-[farmland] part@0(name[Oman]))");
    parses("farmland of Dhofar's Mirbat district",
           "qualified(name-[farmland] qualified(name[Mirbat district] name[Dhofar]))");
    parses("the home of a commander in Nizwa", "qualified(name[home of a commander] name[Nizwa])");
    // Names without capitals, as tables have them, and of other scripts.
    parses("nizwa", "name[nizwa]");
    parses("port sudan", "name[port sudan]");
    parses("a coru\xC3\xB1"
           "a",
           "name[coru\xC3\xB1"
           "a]");
    parses("port of Sohar", "name[port of Sohar]");
    static const char *const missing[] = {"N/A", "n.a.", "Unknown", " various ", "-",
                                          "TBD", "None", "NaN",     "???"};
    for (size_t i = 0; i < sizeof missing / sizeof *missing; i++)
        ck_assert_msg(phrase_is_missing(missing[i]), "%s", missing[i]);
    static const char *const given[] = {"Nan", "Nonesuch", "Nil River", "Same, Tanzania", "No", ""};
    for (size_t i = 0; i < sizeof given / sizeof *given; i++)
        ck_assert_msg(!phrase_is_missing(given[i]), "%s", given[i]);
}
END_TEST

START_TEST(hedges_and_signs)
{
    parses("possibly Nizwa", "name[Nizwa]");
    parses("believed to be in Nizwa", "name[Nizwa]");
    parses("what is now Oman", "name[Oman]");
    parses("Nizwa / Oman", "list?(name[Nizwa] name[Oman])");
    parses("Oman - Dakhiliyah - Nizwa", "list?(name[Oman] name[Dakhiliyah] name[Nizwa])");
    parses("Nizwa and Bahla", "list(name[Nizwa] name[Bahla])");
    parses("Oman > Dakhiliyah > Nizwa", "qualified(name[Oman] name[Dakhiliyah] name[Nizwa])");
    parses("20 km off Sur at sea", "offset(name[Sur])");
    parses("Hatta, across the border from Wajajah, Oman",
           "qualified(name[Hatta] near(qualified(name[Wajajah] name[Oman])))");
    parses("a checkpoint at Tabqa", "qualified(name-[checkpoint] name[Tabqa])");
    parses("Sur in Nizwa", "qualified(name[Sur] name[Nizwa])");
}
END_TEST

UNIT_MAIN("gazetteer/phrase_reports", capitals, journeys, borders_have_sides, countries_meet,
          hyphens_between_names, banks_and_coasts, parts_and_fronts, what_has_no_name, hedges_and_signs)
