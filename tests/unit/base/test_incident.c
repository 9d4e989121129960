#include "base/incident.h"

#include "unit/unit.h"

#include <stdio.h>
#include <string.h>

START_TEST(a_set_keeps_its_own_copies)
{
    static const char *const names[] = {"weapon", "score"};
    incident_set set = {0};
    incident_set_init(&set, names, 2);
    char text[] = "Al Asad";
    value extras[] = {{.kind = VALUE_TEXT, .text = text}, {.kind = VALUE_NUMBER, .number = 3.5}};
    incident item = incident_none();
    item.place = text;
    item.extras = extras;
    incident_set_add(&set, &item);
    memset(text, 'x', strlen(text));
    extras[1].number = -1;
    ck_assert_uint_eq(set.count, 1);
    ck_assert_str_eq(set.items[0].place, "Al Asad");
    ck_assert_str_eq(set.items[0].extras[0].text, "Al Asad");
    ck_assert_double_eq(set.items[0].extras[1].number, 3.5);
    ck_assert_int_eq(set.items[0].killed, COUNT_NONE);
    incident_set_dispose(&set);
}
END_TEST

START_TEST(the_account_always_adds_up)
{
    account acc = {0};
    incident item = incident_none();
    for (int i = 0; i < 1000; i++) {
        item.row = i + 2;
        item.possible = i % 3 == 0;
        account_add(&acc, &item, (row_fate)(i % 5), i % 5 >= ROW_UNRESOLVED ? "because" : NULL);
    }
    ck_assert_int_eq(account_read(&acc), 1000);
    ck_assert_int_eq(acc.possible, 67);
    ck_assert_uint_eq(acc.row_count, 400);
    ck_assert_int_eq(acc.rows[0].row, 5);
    char line[ACCOUNT_LINE_MAX];
    ck_assert_str_eq(
        account_format_line(&acc, line),
        "read 1000 = mapped 200 + outside dates 200 + filtered 200 + unresolved 200 + rejected 200");
    account_dispose(&acc);
}
END_TEST

UNIT_MAIN("base/incident", a_set_keeps_its_own_copies, the_account_always_adds_up)
