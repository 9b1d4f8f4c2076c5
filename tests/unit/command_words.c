/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * The words of a command line: what is no text is refused before anything is opened.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "command.h"

static int run(char *last)
{
    char *argv[] = {"levande", "-c", "/nonexistent/levande.ini", "request", "note", "LB-2027-0001",
                    last,      NULL};
    return command_main(7, argv);
}

static void arguments_are_utf8(void **state)
{
    (void)state;
    assert_int_equal(run("Ring \xe5ter"), EXIT_DATA);         /* Latin-1 */
    assert_int_equal(run("Ring \xc3"), EXIT_DATA);            /* cut off */
    assert_int_not_equal(run("Ring \xc3\xa5ter"), EXIT_DATA); /* the configuration is missing */
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(arguments_are_utf8)};
    return cmocka_run_group_tests_name("command_words", tests, NULL, NULL);
}
