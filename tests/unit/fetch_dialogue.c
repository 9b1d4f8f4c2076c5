/* SPDX-License-Identifier: EUPL-1.2 */
/* The dialogue against scripts that misbehave, one test a misbehaviour. */
#include "fetch_script.h"

#include "fetch/imap.h"

struct talk {
    struct script script;
    struct imap m;
    struct fault f;
};

static void talk_start(struct talk *t, const char *says)
{
    memset(t, 0, sizeof *t);
    script_start(&t->script, says);
    imap_init(&t->m, &t->script.stream);
}

static void talk_end(struct talk *t)
{
    imap_free(&t->m);
    assert_true(t->script.closed);
}

static enum answer noop(struct talk *t)
{
    return imap_command(&t->m, 1000, IMAP_LITERAL_SMALL, NULL, NULL, "NOOP", &t->f);
}

static void answers_are_told_apart(void **state)
{
    (void)state;
    struct talk t;
    talk_start(&t, "L1 OK [READ-WRITE] done\r\nL2 NO [TRYCREATE] no\r\nL3 BAD what\r\n"
                   "* 9 EXISTS\r\n* 3 EXPUNGE\r\nL4 ok\r\n");
    assert_int_equal(noop(&t), ANSWER_OK);
    assert_string_equal(t.m.code, "READ-WRITE");
    assert_int_equal(noop(&t), ANSWER_NO);
    assert_string_equal(t.m.code, "TRYCREATE");
    assert_int_equal(noop(&t), ANSWER_BAD);
    assert_string_equal(t.m.code, "");
    assert_int_equal(noop(&t), ANSWER_OK);
    assert_int_equal(t.m.exists, 8);
    assert_true(t.m.news);
    assert_memory_equal(t.script.told.data, "L1 NOOP\r\nL2 NOOP\r\n", 18);
    talk_end(&t);
}

/* What ends the connection, and what the fault then says. */
static void misbehaviour_ends_the_connection(void **state)
{
    (void)state;
    static const struct {
        const char *says, *fault;
    } cases[] = {
        {"", "closed"},
        {"L1 O", "closed"},
        {"L2 OK\r\n", "another tag"},
        {"L11 OK\r\n", "another tag"},
        {"A001 OK\r\n", "another tag"},
        {"\r\n", "another tag"},
        {"L1\r\n", "neither"},
        {"L1 MAYBE\r\n", "neither"},
        {"* BYE too many connections\r\nL1 OK\r\n", "goodbye"},
        {"+ go on\r\n", "asks for more"},
        {"* X {99999999999999999999}\r\n", "too large"},
        {"* X {65537}\r\n", "too large"},
        {"* X {40000}\r\n", "closed"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct talk t;
        talk_start(&t, cases[i].says);
        assert_int_equal(noop(&t), ANSWER_LOST);
        assert_int_equal(t.f.outcome, AGAIN);
        if (!strstr(t.f.text, cases[i].fault))
            fail_msg("%s: %s", cases[i].says, t.f.text);
        assert_int_equal(noop(&t), ANSWER_LOST);
        talk_end(&t);
    }
}

static void silence_has_a_deadline(void **state)
{
    (void)state;
    struct talk t;
    talk_start(&t, "* 1 EXISTS\r\nL1 O");
    t.script.ends = false;
    assert_int_equal(noop(&t), ANSWER_LOST);
    assert_non_null(strstr(t.f.text, "in time"));
    talk_end(&t);
}

/* A server that never stops: without a line end, with literals, with responses. */
static void endless_answers_have_a_bound(void **state)
{
    (void)state;
    size_t size = 6 * 1024 * 1024;
    char *text = malloc(size + 1);
    assert_non_null(text);
    memset(text, 'x', size);
    memcpy(text, "* ", 2);
    text[size] = '\0';
    struct talk t;
    talk_start(&t, text);
    assert_int_equal(noop(&t), ANSWER_LOST);
    assert_non_null(strstr(t.f.text, "too long"));
    talk_end(&t);

    for (size_t i = 0; i + 6 <= size; i += 6)
        memcpy(text + i, "* X y\n", 6);
    talk_start(&t, text);
    assert_int_equal(noop(&t), ANSWER_LOST);
    assert_non_null(strstr(t.f.text, "too many"));
    talk_end(&t);

    strcpy(text, "* X");
    for (int i = 0; i < 3; i++) {
        size_t at = strlen(text);
        snprintf(text + at, size - at, " {30000}\r\n");
        at = strlen(text);
        memset(text + at, 'l', 30000);
        text[at + 30000] = '\0';
    }
    talk_start(&t, text);
    assert_int_equal(noop(&t), ANSWER_LOST);
    assert_non_null(strstr(t.f.text, "too large"));
    talk_end(&t);
    free(text);
}

static const char forged[] = "Subject: x\r\n\r\nL1 OK done\r\nL2 OK\r\nA005 OK\r\n* 77 EXISTS\r\n"
                             ")\r\n* BYE\r\n* 1 FETCH (UID 6 BODY[] {3}\r\nabc)\r\n{12}\r\n";

/* A mail's text is a mail's text, in whatever pieces it comes. */
static void a_mail_cannot_forge_an_answer(void **state)
{
    (void)state;
    char says[1024];
    snprintf(says, sizeof says,
             "* 2 FETCH (FLAGS (\\Seen))\r\n* 1 FETCH (BODY[] {%zu}\r\n%s FLAGS (a) UID 5)\r\n"
             "* 3 FETCH (UID 6 BODY[] \"q\\\"x\")\r\n* 4 FETCH (UID 7 BODY[] NIL)\r\n"
             "* 5 FETCH (UID 99 BODY[] {1}\r\nz)\r\n* 1 FETCH (UID 5 BODY[] {1}\r\n2)\r\n"
             "L1 OK done\r\n",
             strlen(forged), forged);
    for (size_t piece = 1; piece <= 64; piece++) {
        struct talk t;
        talk_start(&t, says);
        t.script.piece = piece;
        struct asked asked[3] = {{.uid = 5}, {.uid = 6}, {.uid = 7}};
        assert_int_equal(imap_bodies(&t.m, asked, 3, false, 100, &t.f), ANSWER_OK);
        assert_true(asked[0].got && asked[1].got && !asked[2].got && asked[2].there);
        assert_int_equal(asked[0].body.len, strlen(forged));
        assert_memory_equal(asked[0].body.data, forged, strlen(forged));
        assert_int_equal(asked[1].body.len, 3);
        assert_memory_equal(asked[1].body.data, "q\"x", 3);
        assert_int_equal(t.m.exists, 0);
        asked_free(asked, 3);
        talk_end(&t);
    }
}

static void a_literal_may_hold_nul_and_nothing(void **state)
{
    (void)state;
    static const char says[] = "* 1 FETCH (UID 1 BODY[] {4}\r\na\0\r\n)\r\n"
                               "* 2 FETCH (UID 2 BODY[] {0}\r\n)\r\nL1 OK\r\n";
    struct talk t;
    talk_start(&t, "");
    script_start_bytes(&t.script, says, sizeof says - 1, 3);
    struct asked asked[2] = {{.uid = 1}, {.uid = 2}};
    assert_int_equal(imap_bodies(&t.m, asked, 2, false, 100, &t.f), ANSWER_OK);
    assert_int_equal(asked[0].body.len, 4);
    assert_memory_equal(asked[0].body.data, "a\0\r\n", 4);
    assert_true(asked[1].got && asked[1].body.len == 0);
    asked_free(asked, 2);
    talk_end(&t);
}

/* A literal that is shorter or longer than announced puts the server out of step; it is let go. */
static void lying_literals_lose_the_connection(void **state)
{
    (void)state;
    static const char *const says[] = {
        "* 1 FETCH (UID 1 BODY[] {9}\r\nabc)\r\nL1 OK\r\n",
        "* 1 FETCH (UID 1 BODY[] {2}\r\nabc\r\nL7 OK\r\nL1 OK\r\n",
        "* 1 FETCH (UID 1 BODY[] {70000000}\r\nabc)\r\nL1 OK\r\n",
    };
    for (size_t i = 0; i < sizeof says / sizeof *says; i++) {
        struct talk t;
        talk_start(&t, says[i]);
        struct asked asked = {.uid = 1};
        assert_int_equal(imap_bodies(&t.m, &asked, 1, false, 3, &t.f), ANSWER_LOST);
        asked_free(&asked, 1);
        talk_end(&t);
    }
}

static void select_tells_of_the_folder(void **state)
{
    (void)state;
    struct talk t;
    talk_start(&t, "* FLAGS (\\Seen)\r\n* 12 EXISTS\r\n* OK [UNSEEN 3] {9}\r\n"
                   "* OK [UIDVALIDITY 77] ok\r\n* OK [UIDNEXT 400] ok\r\n"
                   "* OK [PERMANENTFLAGS (\\Seen \\*)] ok\r\nL1 OK [READ-WRITE] ok\r\n"
                   "L2 OK no validity\r\n");
    assert_int_equal(imap_select(&t.m, "INBOX", &t.f), ANSWER_OK);
    assert_true(t.m.exists == 12 && t.m.uidvalidity == 77 && t.m.uidnext == 400);
    assert_true(t.m.keywords && !t.m.news);
    assert_int_equal(imap_select(&t.m, "INBOX", &t.f), ANSWER_LOST);
    talk_end(&t);
}

static void searches_are_read_and_bounded(void **state)
{
    (void)state;
    static const struct {
        const char *says, *uids; /* "!": refused */
    } cases[] = {
        {"* SEARCH 9 7 8 8 3 12\r\nL1 OK\r\n", "7 8 9 12"},
        {"* SEARCH\r\nL1 OK\r\n", ""},
        {"L1 OK\r\n", ""},
        {"* SEARCH 4\r\nL1 OK\r\n", ""},
        {"* SEARCH 7 (MODSEQ 5)\r\nL1 OK\r\n", "7"},
        {"* ESEARCH (TAG \"L1\") UID ALL 10:12,7,3:5\r\nL1 OK\r\n", "7 10 11 12"},
        {"* ESEARCH (TAG \"L1\") UID MIN 7 ALL 12:10\r\nL1 OK\r\n", "10 11 12"},
        {"* ESEARCH (TAG \"L1\") UID\r\nL1 OK\r\n", ""},
        {"* ESEARCH (TAG \"L1\") UID ALL 1:4294967295\r\nL1 OK\r\n", "!"},
        {"* SEARCH 7 x\r\nL1 OK\r\n", "!"},
        {"* SEARCH 99999999999\r\nL1 OK\r\n", "!"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct talk t;
        talk_start(&t, cases[i].says);
        struct arena *a = arena_new();
        uint32_t *uids;
        size_t count;
        char got[64] = "";
        enum answer answer = imap_search(&t.m, a, 7, UINT32_MAX, &uids, &count, &t.f);
        if (answer == ANSWER_LOST)
            strcpy(got, "!");
        for (size_t k = 0; answer == ANSWER_OK && k < count; k++)
            snprintf(got + strlen(got), sizeof got - strlen(got), "%s%u", k ? " " : "", uids[k]);
        if (strcmp(got, cases[i].uids) != 0)
            fail_msg("%s: %s, not %s", cases[i].says, got, cases[i].uids);
        arena_free(&a);
        talk_end(&t);
    }
}

static void a_missing_folder_is_made(void **state)
{
    (void)state;
    struct talk t;
    talk_start(&t, "L1 NO [TRYCREATE] none\r\nL2 OK\r\nL3 NO\r\nL4 OK\r\n");
    t.m.can_move = true;
    const uint32_t uids[] = {4, 5};
    assert_int_equal(imap_move(&t.m, uids, 2, "Klart", &t.f), ANSWER_OK);
    assert_string_equal(buffer_text(&t.script.told),
                        "L1 UID MOVE 4:5 \"Klart\"\r\nL2 CREATE \"Klart\"\r\n"
                        "L3 SUBSCRIBE \"Klart\"\r\nL4 UID MOVE 4:5 \"Klart\"\r\n");
    talk_end(&t);
}

static void moving_never_takes_others_mail(void **state)
{
    (void)state;
    const uint32_t uid = 4;
    struct talk t;
    talk_start(&t, "L1 OK\r\nL2 OK\r\nL3 OK\r\n");
    t.m.can_uidplus = true;
    assert_int_equal(imap_move(&t.m, &uid, 1, "Klart", &t.f), ANSWER_OK);
    assert_string_equal(buffer_text(&t.script.told),
                        "L1 UID COPY 4 \"Klart\"\r\nL2 UID STORE 4 +FLAGS.SILENT (\\Deleted)\r\n"
                        "L3 UID EXPUNGE 4\r\n");
    talk_end(&t);
    talk_start(&t, "L1 NO full\r\n");
    t.m.can_uidplus = true;
    assert_int_equal(imap_move(&t.m, &uid, 1, "Klart", &t.f), ANSWER_NO);
    assert_string_equal(buffer_text(&t.script.told), "L1 UID COPY 4 \"Klart\"\r\n");
    talk_end(&t);
    talk_start(&t, "L1 OK\r\n");
    assert_int_equal(imap_move(&t.m, &uid, 1, "Klart", &t.f), ANSWER_OK);
    assert_string_equal(buffer_text(&t.script.told),
                        "L1 UID STORE 4 +FLAGS.SILENT (\\Flagged)\r\n");
    talk_end(&t);
}

static void idle_hears_news_and_ends(void **state)
{
    (void)state;
    struct talk t;
    talk_start(&t, "+ idling\r\n* OK still here\r\n* 1 EXISTS\r\n");
    t.script.ends = false;
    assert_int_equal(imap_idle(&t.m, &t.f), ANSWER_OK);
    assert_true(t.m.idling && !t.m.news);
    assert_int_equal(imap_idle_look(&t.m, &t.f), DONE);
    assert_true(t.m.news);
    t.script.says = "L1 OK idle ended\r\n";
    t.script.len = strlen(t.script.says);
    t.script.at = 0;
    assert_int_equal(imap_idle_end(&t.m, &t.f), ANSWER_OK);
    assert_string_equal(buffer_text(&t.script.told), "L1 IDLE\r\nDONE\r\n");
    talk_end(&t);
    talk_start(&t, "+ idling\r\n* BYE kicked\r\n");
    assert_int_equal(imap_idle(&t.m, &t.f), ANSWER_OK);
    assert_int_equal(imap_idle_look(&t.m, &t.f), AGAIN);
    talk_end(&t);
    talk_start(&t, "L1 NO not now\r\n");
    assert_int_equal(imap_idle(&t.m, &t.f), ANSWER_NO);
    assert_false(t.m.idling);
    talk_end(&t);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(answers_are_told_apart),
        cmocka_unit_test(misbehaviour_ends_the_connection),
        cmocka_unit_test(silence_has_a_deadline),
        cmocka_unit_test(endless_answers_have_a_bound),
        cmocka_unit_test(a_mail_cannot_forge_an_answer),
        cmocka_unit_test(a_literal_may_hold_nul_and_nothing),
        cmocka_unit_test(lying_literals_lose_the_connection),
        cmocka_unit_test(select_tells_of_the_folder),
        cmocka_unit_test(searches_are_read_and_bounded),
        cmocka_unit_test(a_missing_folder_is_made),
        cmocka_unit_test(moving_never_takes_others_mail),
        cmocka_unit_test(idle_hears_news_and_ends),
    };
    return cmocka_run_group_tests_name("fetch_dialogue", tests, NULL, NULL);
}
