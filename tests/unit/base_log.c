/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * Log lines: one event is one line, whatever its values hold.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/log.h"
#include "base/text.h"

/* A log that writes to memory. */
struct caught {
    char *text;
    size_t len;
    struct log log;
};

static int catch_log(void **state)
{
    struct caught *c = calloc(1, sizeof *c);
    if (!c)
        return -1;
    c->log = (struct log){.role = "fetch", .least = LOG_INFO};
    c->log.to = open_memstream(&c->text, &c->len);
    *state = c;
    return c->log.to ? 0 : -1;
}

static int release_log(void **state)
{
    struct caught *c = *state;
    fclose(c->log.to);
    free(c->text);
    free(c);
    return 0;
}

static void line_names_level_role_event_and_pairs(void **state)
{
    struct caught *c = *state;
    log_event(&c->log, LOG_INFO, "stored", "mail=%ld bytes=%zu", 12L, (size_t)345);
    log_event(&c->log, LOG_ERROR, "stopped", NULL);
    assert_string_equal(c->text, "<6> fetch stored mail=12 bytes=345\n<3> fetch stopped\n");
}

static void less_urgent_events_are_left_out(void **state)
{
    struct caught *c = *state;
    log_event(&c->log, LOG_DEBUG, "seen", "n=%d", 1);
    assert_int_equal(c->len, 0);
    c->log.least = LOG_ERROR;
    log_event(&c->log, LOG_WARN, "seen", "n=%d", 1);
    assert_int_equal(c->len, 0);
    log_event(&c->log, LOG_ERROR, "seen", "n=%d", 1);
    assert_string_equal(c->text, "<3> fetch seen n=1\n");
    log_event(&(struct log){.role = "web", .least = LOG_DEBUG}, LOG_ERROR, "silent", "n=%d", 1);
    log_event(NULL, LOG_ERROR, "silent", "n=%d", 1);
}

static void nobody_forges_a_line(void **state)
{
    struct caught *c = *state;
    static const char *const forged[][2] = {
        {"a\n<3> send stopped", "a?<3> send stopped"},
        {"a\r\nb", "a??b"},
        {"\x1B[2J\x07\x7F", "?[2J??"},
        {"tab\there", "tab?here"},
        {"a\xC2\x85z\xC2\x9Bz", "a?z?z"},
        {"a\u2028b\u2029c\u202Ed\u2066e", "a?b?c?d?e"},
        {"a\xC2", "a?"},
        {"\x9B"
         "1m\xFF",
         "?1m?"},
        {"Åsa — ok", "Åsa — ok"},
    };
    for (size_t i = 0; i < sizeof forged / sizeof *forged; i++) {
        char expected[100];
        rewind(c->log.to);
        log_event(&c->log, LOG_INFO, "odd", "value=%s", forged[i][0]);
        int len = snprintf(expected, sizeof expected, "<6> fetch odd value=%s\n", forged[i][1]);
        assert_memory_equal(c->text, expected, (size_t)len);
    }
}

static void event_cannot_forge_either(void **state)
{
    struct caught *c = *state;
    c->log.role = "we\nb";
    log_event(&c->log, LOG_WARN, "a\nb", "%s", "");
    assert_string_equal(c->text, "<4> we?b a?b\n");
}

static void long_lines_are_cut(void **state)
{
    struct caught *c = *state;
    char value[5001];
    for (size_t shift = 0; shift < 3; shift++) {
        memset(value, 'x', sizeof value);
        for (size_t i = shift; i + 2 < sizeof value; i += 2)
            memcpy(value + i, "ö", 3);
        size_t before = c->len;
        log_event(&c->log, LOG_INFO, "long", "value=%s", value);
        const char *line = c->text + before;
        size_t len = c->len - before;
        assert_in_range(len, 900, 1024);
        assert_int_equal(line[len - 1], '\n');
        assert_null(memchr(line, '\n', len - 1));
        assert_true(text_is_utf8(line, len));
    }
}

#define WITH_LOG(test) cmocka_unit_test_setup_teardown(test, catch_log, release_log)

int main(void)
{
    const struct CMUnitTest tests[] = {
        WITH_LOG(line_names_level_role_event_and_pairs),
        WITH_LOG(less_urgent_events_are_left_out),
        WITH_LOG(nobody_forges_a_line),
        WITH_LOG(event_cannot_forge_either),
        WITH_LOG(long_lines_are_cut),
    };
    return cmocka_run_group_tests_name("base_log", tests, NULL, NULL);
}
