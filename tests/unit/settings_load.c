/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * What a good configuration becomes: the defaults of the contract, each key in its field, and the
 * commented configuration that is shipped, which must agree with both.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/file.h"
#include "settings.h"

static char shipped[4096]; /* path of config/levande.ini, as seen from anywhere */
static struct arena *arena;

static void hear(void *context, const char *line)
{
    char *heard = context;
    size_t len = strlen(heard);
    snprintf(heard + len, 4000 - len, "%s\n", line);
}

static const struct settings *load_text(const char *text)
{
    const struct settings *s = NULL;
    char heard[4000] = "";
    assert_int_equal(file_write("x.ini", text, strlen(text), 0600, NULL), DONE);
    if (settings_load(arena, "x.ini", hear, heard, &s, NULL) != DONE)
        fail_msg("%s", heard);
    return s;
}

static int fresh(void **state)
{
    (void)state;
    arena = arena_new();
    return 0;
}

static int over(void **state)
{
    (void)state;
    arena_free(&arena);
    return 0;
}

static const char LEAST[] = "[library]\naddress = levande.bibliotek@example.org\n"
                            "base_url = https://levande.example.org\n"
                            "[fetch]\nsource = maildir:in\n[send]\ntarget = maildir:out\n";

/* The defaults of section 3 of the contract. */
static void assert_defaults(const struct settings *s)
{
    assert_string_equal(s->library.name, "Levande bibliotek");
    assert_string_equal(s->library.region, "Västra Götalandsregionen");
    assert_string_equal(s->library.timezone, "Europe/Stockholm");
    assert_string_equal(s->library.language, "sv");
    assert_string_equal(s->library.legal_basis, "none");
    assert_string_equal(s->library.trusted_domains, "");
    assert_null(s->library.authserv_id);
    assert_null(s->library.operator_address);
    assert_string_equal(s->database.path, "/var/lib/levande/levande.db");
    assert_null(s->fetch.server.user);
    assert_null(s->fetch.server.password_file);
    assert_null(s->fetch.server.oauth2_token_url);
    assert_null(s->fetch.server.ca_file);
    assert_true(s->fetch.server.tls);
    assert_int_equal(s->fetch.done, DONE_MOVE);
    assert_string_equal(s->fetch.done_folder, "Klart");
    assert_int_equal(s->fetch.poll_seconds, 60);
    assert_int_equal(s->send.engine, ENGINE_LIBESMTP);
    assert_true(s->send.server.tls);
    assert_int_equal(s->send.rate_per_minute, 30);
    assert_int_equal(s->send.hours_from, 7 * 60);
    assert_int_equal(s->send.hours_to, 19 * 60);
    assert_string_equal(s->send.from, s->library.address);
    assert_string_equal(s->send.reply_address, s->library.address);
    assert_string_equal(s->send.return_address, s->library.address);
    assert_int_equal(s->send.unknown, UNKNOWN_ASK);
    assert_string_equal(s->web.listen_host, "127.0.0.1");
    assert_int_equal(s->web.listen_port, 8080);
    assert_null(s->web.tls_cert_file);
    assert_null(s->web.tls_key_file);
    assert_false(s->routing.automatic);
    assert_int_equal(s->routing.fallback, ROUTE_BOTH);
    assert_int_equal(s->routing.rule_count, 0);
}

static void assert_defaults_of_work(const struct settings *s)
{
    assert_int_equal(s->invite.answer_days, 7);
    assert_int_equal(s->invite.reminder_days, 3);
    assert_true(s->invite.fill_probability > 0.8999 && s->invite.fill_probability < 0.9001);
    assert_int_equal(s->invite.max_wave, 20);
    assert_false(s->invite.topic_in_mail);
    assert_int_equal(s->agreement.reminder_working_days, 3);
    assert_int_equal(s->followup.after_days, 7);
    assert_int_equal(s->followup.reminder_days, 7);
    assert_true(s->compensation.national);
    assert_int_equal(s->compensation.base_amount_count, 2);
    assert_int_equal(s->compensation.base_amounts[1].year, 2026);
    assert_int_equal(s->compensation.base_amounts[1].kronor, 59200);
    assert_int_equal(s->compensation.fixed_count, 1);
    assert_int_equal(s->compensation.fixed[0].from.year, 2019);
    assert_int_equal(s->compensation.fixed[0].half_day, 900);
    assert_int_equal(s->compensation.fixed[0].full_day, 1800);
    assert_int_equal(s->limits.address_per_day, 10);
    assert_int_equal(s->limits.request_per_address, 30);
    assert_int_equal(s->limits.all_per_hour, 500);
    assert_int_equal(s->staff.digest, 7 * 60 + 30);
    assert_int_equal(s->retention.mail, 24);
    assert_int_equal(s->retention.agreement, -1);
    assert_int_equal(s->retention.access, 12);
    assert_int_equal(s->retention.person, 24);
    assert_string_equal(s->files.areas, "config/areas.ini");
    assert_string_equal(s->files.templates, "config");
}

static void what_is_left_out_has_its_default(void **state)
{
    (void)state;
    const struct settings *s = load_text(LEAST);
    assert_defaults(s);
    assert_defaults_of_work(s);
    assert_int_equal(s->invite.pause_count, 0);
    assert_int_equal(s->fetch.kind, SOURCE_MAILDIR);
    assert_string_equal(s->fetch.server.path, "in");
    assert_null(s->fetch.server.host);
    assert_string_equal(s->fetch.source, "maildir:in");
    assert_int_equal(s->send.kind, TARGET_MAILDIR);
    assert_string_equal(s->send.server.path, "out");
    assert_string_equal(s->file, "x.ini");
}

/* The text of the shipped file; with all, the keys shown in comments (but OAuth2's) are given. */
static char *shipped_text(bool all)
{
    char *text = NULL, *out, *to;
    size_t len = 0;
    assert_int_equal(file_read(arena, shipped, 1 << 20, &text, &len, NULL), DONE);
    out = to = arena_alloc(arena, len + 1);
    for (char *line = text; *line; line += strcspn(line, "\n") + 1) {
        size_t n = strcspn(line, "\n");
        bool key = line[0] == ';' && ((line[1] >= 'a' && line[1] <= 'z') || line[1] == '[');
        bool oauth2 = strncmp(line, ";oauth2_", 8) == 0;
        memcpy(to, line + (all && key && !oauth2), n - (all && key && !oauth2));
        to += n - (all && key && !oauth2);
        *to++ = '\n';
    }
    return out;
}

/* As shipped, with the four keys that must be filled in, it is nothing but defaults. */
static void the_shipped_file_loads(void **state)
{
    (void)state;
    const struct settings *s = NULL;
    char heard[4000] = "";
    assert_int_equal(settings_load(arena, shipped, hear, heard, &s, NULL), NEVER);
    size_t lines = 0;
    for (const char *c = heard; *c; c++)
        lines += *c == '\n';
    assert_int_equal(lines, 4);
    assert_non_null(strstr(heard, "[library] address is missing"));
    assert_non_null(strstr(heard, "[library] base_url is missing"));
    assert_non_null(strstr(heard, "[fetch] source is missing"));
    assert_non_null(strstr(heard, "[send] target is missing"));
    s = load_text(arena_printf(arena, "%s%s", shipped_text(false), LEAST));
    assert_defaults(s);
    assert_defaults_of_work(s);
}

/* Puts files of the test's own where the shipped file names files of an installation. */
static char *with_files_here(const char *text)
{
    static const char etc[] = "/etc/levande/";
    char *out = arena_alloc(arena, strlen(text) + 1), *to = out;
    for (const char *c = text; *c;) {
        if (strncmp(c, etc, sizeof etc - 1) != 0) {
            *to++ = *c++;
            continue;
        }
        memcpy(to, "secret", 6);
        to += 6;
        c += strcspn(c, "\n");
    }
    return out;
}

/* With every key as it is shown (but for OAuth2), it loads, and the defaults shown are the true. */
static void the_shipped_examples_load(void **state)
{
    (void)state;
    const struct settings *s = load_text(with_files_here(shipped_text(true)));
    assert_defaults_of_work(s);
    assert_string_equal(s->library.trusted_domains, "vgregion.example");
    assert_string_equal(s->fetch.server.host, "imap.example.org");
    assert_string_equal(s->fetch.folder, "INBOX");
    assert_int_equal(s->fetch.server.port, 993);
    assert_int_equal(s->send.server.port, 587);
    assert_int_equal(s->send.engine, ENGINE_LIBESMTP);
    assert_string_equal(s->send.reply_address, "levande.bibliotek+{token}@example.org");
    assert_int_equal(s->routing.rule_count, 1);
    assert_string_equal(s->routing.rules[0].name, "bröstcancer");
    assert_string_equal(s->routing.rules[0].areas[0], "cancer.brost");
    assert_int_equal(s->routing.rules[0].route, ROUTE_ASSOCIATION_FIRST);
    assert_int_equal(s->invite.pause_count, 2);
}

static void each_key_reaches_its_field(void **state)
{
    (void)state;
    const struct settings *s = load_text(
        "[library]\naddress = l@example.org\nbase_url = http://localhost:8080\nname = Å Ä Ö\n"
        "language = en\nlegal_basis = Beslut RS 2027-0012\ntimezone = America/New_York\n"
        "trusted_domains = VGRegion.example, x.example\nauthserv_id = mx\n"
        "[database]\nurl = sqlite:var/x.db\n"
        "[fetch]\nsource = imap://[::1]:1143/INBOX/F%C3%B6r%20oss\ntls = none\nuser = u\n"
        "oauth2_token_url = http://127.0.0.1:1/t\noauth2_client_id = c\n"
        "oauth2_client_secret_file = secret\noauth2_scope = a b\ndone = flag\n"
        "[send]\ntarget = smtps://smtp.example.org\nrate_per_minute = 0\nhours = 00:00-24:00\n"
        "from = f@example.org\nreturn_address = b-{token}@r.example.org\nunknown = resend\n"
        "[web]\nlisten = [::1]:1\ntls_cert_file = secret\ntls_key_file = secret\n"
        "trusted_proxies = 192.0.2.0/24 ::1\n"
        "[routing]\nmode = automatic\ndefault = pool\n"
        "[rule två ord: åäö]\nareas = a.b, c\nroute = association\n"
        "[rule 2]\nroute = pool\nareas = d\n"
        "[invite]\nfill_probability = 0.955\ntopic_in_mail = yes\n"
        "pauses = 2027-07-05..2027-08-06, 2027-12-24..2027-12-24\n"
        "[compensation]\nmodel = fixed\nprice_base_amount = 2027:60000, 2024:57300\n"
        "fixed = 2027-01-01:1000/2000, 2019-01-01:900/1800\n"
        "[staff]\ndigest =\n[retention]\nmail = keep\nagreement = 120\n");
    assert_string_equal(s->library.name, "Å Ä Ö");
    assert_string_equal(s->library.legal_basis, "Beslut RS 2027-0012");
    assert_string_equal(s->library.trusted_domains, "vgregion.example, x.example");
    assert_string_equal(s->database.path, "var/x.db");
    assert_int_equal(s->fetch.kind, SOURCE_IMAP);
    assert_string_equal(s->fetch.server.host, "::1");
    assert_int_equal(s->fetch.server.port, 1143);
    assert_false(s->fetch.server.tls);
    assert_string_equal(s->fetch.folder, "INBOX/För oss");
    assert_string_equal(s->fetch.source, "imap://[::1]:1143/INBOX/F%C3%B6r%20oss");
    assert_string_equal(s->fetch.server.oauth2_scope, "a b");
    assert_int_equal(s->fetch.done, DONE_FLAG);
    assert_int_equal(s->send.kind, TARGET_SMTPS);
    assert_int_equal(s->send.server.port, 465);
    assert_int_equal(s->send.engine, ENGINE_LIBCURL);
    assert_int_equal(s->send.hours_to, 24 * 60);
    assert_string_equal(s->send.from, "f@example.org");
    assert_string_equal(s->send.reply_address, "l@example.org");
    assert_string_equal(s->send.return_address, "b-{token}@r.example.org");
    assert_int_equal(s->send.unknown, UNKNOWN_RESEND);
    assert_string_equal(s->web.listen_host, "::1");
    assert_int_equal(s->web.listen_port, 1);
    assert_true(s->routing.automatic);
    assert_int_equal(s->routing.fallback, ROUTE_POOL);
    assert_int_equal(s->routing.rule_count, 2);
    assert_string_equal(s->routing.rules[0].name, "två ord: åäö");
    assert_int_equal(s->routing.rules[0].area_count, 2);
    assert_string_equal(s->routing.rules[0].areas[1], "c");
    assert_true(s->invite.fill_probability > 0.95499 && s->invite.fill_probability < 0.95501);
    assert_true(s->invite.topic_in_mail);
    assert_false(s->compensation.national);
    assert_int_equal(s->compensation.base_amounts[0].year, 2024);
    assert_int_equal(s->compensation.fixed[1].full_day, 2000);
    assert_int_equal(s->staff.digest, -1);
    assert_int_equal(s->retention.mail, -1);
    assert_int_equal(s->retention.agreement, 120);
}

static void the_engine_is_settled(void **state)
{
    (void)state;
    static const struct {
        const char *lines;
        enum engine engine;
    } cases[] = {
        {"target = smtp://smtp.example.org", ENGINE_LIBESMTP},
        {"target = smtp://smtp.example.org:25/\nuser = u\npassword_file = secret", ENGINE_LIBESMTP},
        {"target = smtp://127.9.9.9:25\ntls = none", ENGINE_LIBESMTP},
        {"target = smtp://LOCALHOST\ntls = none\nengine = libcurl", ENGINE_LIBCURL},
        {"target = smtp://[::1]", ENGINE_LIBCURL},
        {"target = smtps://smtp.example.org", ENGINE_LIBCURL},
        {"target = smtp://smtp.example.org\nuser = u\noauth2_token_url = https://l.example.org/t\n"
         "oauth2_client_id = c\noauth2_client_secret_file = secret",
         ENGINE_LIBCURL},
        {"target = maildir:out\nengine = libesmtp", ENGINE_LIBESMTP},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const struct settings *s = load_text(
            arena_printf(arena,
                         "[library]\naddress = l@example.org\nbase_url = https://example.org\n"
                         "[fetch]\nsource = maildir:in\n[send]\n%s\n",
                         cases[i].lines));
        assert_int_equal(s->send.engine, cases[i].engine);
    }
}

int main(void)
{
    char folder[] = "/tmp/settings_load.XXXXXX", here[2048];
    if (!getcwd(here, sizeof here))
        return 1;
    snprintf(shipped, sizeof shipped, "%s/config/levande.ini", here);
    if (!mkdtemp(folder) || chdir(folder) != 0 || mkdir("config", 0700) != 0 ||
        file_write("config/areas.ini", "", 0, 0600, NULL) != DONE ||
        file_write("secret", "x\n", 2, 0600, NULL) != DONE)
        return 1;
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(what_is_left_out_has_its_default, fresh, over),
        cmocka_unit_test_setup_teardown(the_shipped_file_loads, fresh, over),
        cmocka_unit_test_setup_teardown(the_shipped_examples_load, fresh, over),
        cmocka_unit_test_setup_teardown(each_key_reaches_its_field, fresh, over),
        cmocka_unit_test_setup_teardown(the_engine_is_settled, fresh, over),
    };
    int failed = cmocka_run_group_tests_name("settings_load", tests, NULL, NULL);
    unlink("config/areas.ini"), unlink("secret"), unlink("x.ini"), rmdir("config");
    return rmdir(folder) == 0 ? failed : 1;
}
