#include "scene/incident_class.h"

#include "unit/unit.h"

#include <stdlib.h>
#include <string.h>

static void check(const char *category, const char *expected)
{
    ck_assert_str_eq(incident_class_of(category), expected);
}

START_TEST(words_decide)
{
    check("airstrike", "air");
    check("Night-time air raid", "air");
    check("UAV over the base", "drone");
    check("ballistic missile attack", "missile");
    check("Mortar fire", "rocket");
    check("SHELLING", "rocket");
    check("Improvised device", "explosive");
    check("Explosions/Remote violence", "explosive");
    check("Abduction/forced disappearance", "attack_on_civilians");
    check("Peaceful protest", "unrest");
    check("Battles", "clash");
    check("gunship", "clash");
}
END_TEST

START_TEST(the_first_rule_decides_where_several_hold)
{
    check("Air/drone strike", "air");
    check("drone strike by an armed group", "drone");
    check("suicide drone", "drone");
    check("rocket and missile attack", "missile");
    check("suicide bombing of civilians", "explosive");
    check("Attack on civilians: shooting", "attack_on_civilians");
    check("State-based conflict", "clash");
    check("Non-state conflict", "unrest");
    check("One-sided violence", "attack_on_civilians");
}
END_TEST

START_TEST(a_word_that_must_begin_the_text)
{
    check("IED", "explosive");
    check("IEDs on the road", "explosive");
    check("unidentified", "other");
    check(" ied", "other");
}
END_TEST

START_TEST(what_is_no_known_word)
{
    check(NULL, "other");
    check("", "other");
    check("missil", "other");
    check("d r o n e", "other");
    check("غارة جوية", "other");
    check("\xff\xfe dr\xc3", "other");
    check("غارة drone", "drone");
}
END_TEST

START_TEST(a_text_of_a_million_letters)
{
    const size_t length = 1000000;
    char *text = malloc(length + 1);
    ck_assert_ptr_nonnull(text);
    memset(text, 'd', length);
    text[length] = '\0';
    check(text, "other");
    memcpy(text + length - 4, "RIOT", 4);
    check(text, "unrest");
    free(text);
}
END_TEST

UNIT_MAIN("scene/incident_class", words_decide, the_first_rule_decides_where_several_hold,
          a_word_that_must_begin_the_text, what_is_no_known_word, a_text_of_a_million_letters)
