/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * What settles a task: the act at the desk that it leads to, and the command that says the same.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "view.h"
#include "view/desk_tasks.h"

static struct task task(const char *kind, const char *subject)
{
    return (struct task){
        .id = 9, .kind = kind, .number = "LB-2027-0001", .subject = subject, .text = ""};
}

static void assert_settled(const struct task *t, const char *command, const char *href)
{
    struct arena *a = arena_new();
    const char *told = view_task_command(a, t);
    json_t *act = view_task_act(a, t);
    const char *led = json_string_value(json_object_get(act, "href"));
    assert_string_equal(told ? told : "-", command);
    assert_string_equal(led ? led : "-", href);
    json_decref(act);
    arena_free(&a);
}

static void a_task_leads_to_its_act_and_tells_its_command(void **state)
{
    struct task t = task("wave", "");
    (void)state;
    assert_settled(&t, "levande request invite LB-2027-0001",
                   "/personal/forfragningar/LB-2027-0001/fraga");
    t = task("question", "P12");
    assert_settled(&t, "levande request write LB-2027-0001 P12 --text …",
                   "/personal/forfragningar/LB-2027-0001/skriv?till=P12");
    t = task("pay_time", "C7");
    assert_settled(&t, "levande compensation show LB-2027-0001",
                   "/personal/forfragningar/LB-2027-0001/ersattning?till=7");
    t = task("introduction", "P4");
    assert_settled(&t, "levande person set P4 introduction_date=…", "-");
    t = task("introduced", "O5");
    assert_settled(&t, "levande meeting show 5", "-");
    t = task("to_print", "");
    assert_settled(&t, "levande task done 9", "-");
}

static void one_that_lacks_what_it_is_about_leads_nowhere(void **state)
{
    struct task t = task("question", "A3");
    (void)state;
    assert_settled(&t, "-", "-");
    t = task("question", NULL);
    assert_settled(&t, "-", "-");
    t = task("question", "P");
    assert_settled(&t, "-", "-");
    t = task("mail", "");
    assert_settled(&t, "-", "-");
    t.inbox_id = 3;
    assert_settled(&t, "levande mail show M3", "-");
    t = task("advice", "");
    t.number = NULL;
    t.inbox_id = 3;
    assert_settled(&t, "levande request read M3", "-");
    t = task("nothing known", "");
    assert_settled(&t, "-", "-");
}

static void assert_told(const char *subject, const char *text, const char *name, const char *told)
{
    struct arena *a = arena_new();
    struct task t = task("followup_worry", subject);
    t.text = text;
    assert_string_equal(view_task_words(a, &t, name), told);
    arena_free(&a);
}

static void a_list_names_nobody_and_a_page_its_own(void **state)
{
    (void)state;
    assert_told("P9", "P9 ger ett lågt betyg.\nP9 sa det.", NULL,
                "En person i poolen (P9) ger ett lågt betyg.\nP9 sa det.");
    assert_told("P9:hour", "Ring P9 gärna.", NULL, "Ring en person i poolen (P9) gärna.");
    assert_told("P9", "P9 vill veta mer.", "Doris Falk", "Doris Falk (P9) vill veta mer.");
    assert_told("A3", "A3 har nominerat.", NULL, "En förening (A3) har nominerat.");
    assert_told("P9", "P90 har svarat.", NULL, "P90 har svarat.");
    assert_told("P9", "Läs svaret.\nP9 skrev det.", NULL, "Läs svaret.\nP9 skrev det.");
    assert_told("unit", "Verksamheten vill det.", NULL, "Verksamheten vill det.");
    assert_told("P", "P svarar.", NULL, "P svarar.");
    assert_told(NULL, "Nästa omgång kan frågas.", NULL, "Nästa omgång kan frågas.");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_task_leads_to_its_act_and_tells_its_command),
        cmocka_unit_test(one_that_lacks_what_it_is_about_leads_nowhere),
        cmocka_unit_test(a_list_names_nobody_and_a_page_its_own),
    };
    return cmocka_run_group_tests_name("view_tasks", tests, NULL, NULL);
}
