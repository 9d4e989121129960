#include "report/category_text.h"

#include "unit/unit.h"

static void check(const char *text, const char *expected)
{
    strbuf out = {0};
    category_put(&out, text);
    ck_assert_str_eq(strbuf_text(&out), expected);
    strbuf_dispose(&out);
}

START_TEST(categories_are_written_as_people_do)
{
    check("attack_on_civilians", "Attack on civilians");
    check("Rock fall", "Rock fall");
    check("", "");
    check("3 dead", "3 dead");
    check("_x", " x");
}
END_TEST

START_TEST(initials_are_capitals)
{
    check("ied", "IED");
    check("Ied", "IED");
    check("IED", "IED");
    check("Remote explosive/landmine/ied", "Remote explosive/landmine/IED");
    check("suicide_vbied_attack", "Suicide VBIED attack");
    check("Ieds and uxo", "IEDs and UXO");
    check("ngos", "NGOs");
    // Parts of words, and what is mixed on purpose, are as they were.
    check("Denied access", "Denied access");
    check("iEd", "IEd");
    check("Iedss", "Iedss");
    check("ied\xc3\xa9", "Ied\xc3\xa9");
    check("\xc3\xa9ied", "\xc3\xa9ied");
}
END_TEST

UNIT_MAIN("report/category_text", categories_are_written_as_people_do, initials_are_capitals)
