/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * Every kind of line that is no configuration, with the line number and the words of its fault.
 *
 * Each case stands behind (or in place of a line of) a small file that is good, so that exactly one
 * fault must come out of it. The last tests look at many faults in one file and at bytes that
 * cannot be written as a text.
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

static const char *const GOOD[] = {
    "[library]",                               /* 1 */
    "address = levande.bibliotek@example.org", /* 2 */
    "base_url = https://levande.example.org",  /* 3 */
    "[fetch]",                                 /* 4 */
    "source = maildir:in",                     /* 5 */
    "[send]",                                  /* 6 */
    "target = maildir:out",                    /* 7 */
    "[files]",                                 /* 8 */
    "areas = areas.ini",                       /* 9 */
    "templates = templates",                   /* 10 */
};
enum { GOOD_LINES = sizeof GOOD / sizeof *GOOD };

/* A case: a line of GOOD taken out (0: none), lines put behind it (from line 11), what is told. */
struct bad {
    int out;
    const char *lines;
    int line;
    const char *fragment;
};

#define IMAP "[fetch]\nsource = imap://imap.example.org/INBOX\n"
#define LOGIN "user = levande\npassword_file = secret\n"
#define OAUTH                                                                                      \
    "user = levande\noauth2_token_url = https://login.example.org/token\n"                         \
    "oauth2_client_id = id\noauth2_client_secret_file = secret\n"
#define SMTP "[send]\ntarget = smtp://smtp.example.org\n"

static const struct bad CASES[] = {
    /* the form of a line */
    {0, "[library\nname = x", 11, "no ] at its end"},
    {0, "[library] x", 11, "something stands behind the section"},
    {0, "[]", 11, "unknown section []"},
    {0, "[Library]", 11, "unknown section [Library]; expected one of library, database, fetch"},
    {0, "[lending]\nanything = 1", 11, "unknown section [lending]"},
    {0, "[rule]", 11, "the rule has no name; expected [rule NAME]"},
    {0, "[web]\nlisten", 12, "no key and no section; expected [SECTION], KEY = VALUE"},
    {0, "[web]\nlisten: 127.0.0.1:80", 12, "no key and no section"},
    {0, "[web]\n= 127.0.0.1:80", 12, "no key stands before the ="},
    {0, "[web]\n: 127.0.0.1:80", 12, "no key stands before the :"},
    {0, "[web]\nlisten = 127.0.0.1:80\n  tls_key_file = secret", 13, "the line is indented"},
    {0, "[web]\n\tlisten = 127.0.0.1:80", 12, "the line is indented"},
    {0, "  [web]", 11, "the line is indented"},
    {0, "[web]\nlisten = 127.0.0.1:80 ; mine", 12, "a comment stands behind the value"},
    {0, "[library]\nname = Biblioteket\t;x", 12, "expected comments on lines of their own"},
    {0, "[web]\nlisten = 127.0.0.1:80\x01", 12, "a control character"},
    {0, "[web]\nlisten = 127.0\r.0.1:80", 12, "a control character"},
    {0, "[library]\nname = Levande\xE5", 12, "not in UTF-8"},
    /* keys */
    {0, "[web]\nlistn = 127.0.0.1:80", 12,
     "unknown key listn in [web]; expected one of listen, tls_cert_file"},
    {0, "[web]\nListen = 127.0.0.1:80", 12, "unknown key Listen in [web]"},
    {0, "[fetch]\npassword = hush", 12, "unknown key password in [fetch]; expected one of source"},
    {0, "[rule x]\nareas = cancer\nroute = pool\nmode = x", 14,
     "unknown key mode in [rule]; expected one of areas, route"},
    {0, "[web]\nlisten = 127.0.0.1:80\nlisten = 127.0.0.1:81", 13,
     "[web] listen is given twice, first in line 12"},
    {0, "[library]\naddress = a@example.org", 12,
     "[library] address is given twice, first in line 2"},
    {0, "[rule å]\nareas = cancer\nroute = pool\n[rule Å]\nareas = x\nroute = pool", 14,
     "[rule Å] is given twice, first in line 11"},
    {0, "[rule å]\nareas = cancer\nareas = diabetes\nroute = pool", 13,
     "[rule] areas is given twice, first in line 12"},
    {0, "[rule å]\nroute = pool", 11, "[rule] areas is missing; expected ids of areas"},
    {0, "[rule å]\nareas = cancer", 11,
     "[rule] route is missing; expected association, association_first, pool or both"},
    {2, "", 1, "[library] address is missing; expected an e-mail address"},
    {3, "", 1, "[library] base_url is missing; expected https://HOST"},
    {5, "", 4, "[fetch] source is missing; expected imaps://HOST"},
    {7, "", 6, "[send] target is missing; expected smtp://HOST"},
    {9, "", 8, "[files] areas = config/areas.ini (the default): No such file"},
    /* library */
    {0, "[library]\nname =", 12, "[library] name = : the value is empty; expected a text"},
    {2, "[library]\naddress =", 12, "[library] address = : the value is empty"},
    {2, "[library]\naddress = levande", 12, "[library] address = levande: the value is not valid"},
    {2, "[library]\naddress = l+{token}@example.org", 12, "[library] address"},
    {3, "[library]\nbase_url = https://levande.example.org/", 12, "it ends with a slash"},
    {3, "[library]\nbase_url = http://levande.example.org", 12, "http:// is not private"},
    {3, "[library]\nbase_url = levande.example.org", 12, "expected https://HOST[:PORT]"},
    {3, "[library]\nbase_url = ftp://levande.example.org", 12, "expected https://HOST[:PORT]"},
    {3, "[library]\nbase_url = https://levande.example.org?x", 12, "expected https://HOST[:PORT]"},
    {3, "[library]\nbase_url = https://lev ande.example.org", 12, "expected https://HOST[:PORT]"},
    {0, "[library]\ntimezone = Europe/Atlantis", 12, "a time zone that the system knows"},
    {0, "[library]\ntimezone = ../../etc/passwd", 12, "a time zone that the system knows"},
    {0, "[library]\nlanguage = se", 12,
     "[library] language = se: the value is not valid; "
     "expected sv, sv-lattlast or en"},
    {0, "[library]\nlegal_basis = concent", 12, "expected none, consent, or a text that names"},
    {0, "[library]\nlegal_basis =", 12, "expected none, consent, or a text that names"},
    {0, "[library]\ntrusted_domains = vgregion.example @x.example", 12,
     "\"@x.example\" is not valid"},
    {0, "[library]\noperator_address = drift", 12, "an e-mail address"},
    {0, "[database]\nurl = postgresql://db.example.org/levande", 12,
     "PostgreSQL is not built into this program, only SQLite is; expected sqlite:PATH"},
    {0, "[database]\nurl = /var/lib/levande.db", 12, "expected sqlite:PATH"},
    {0, "[database]\nurl = sqlite:", 12, "expected sqlite:PATH"},
    /* fetch */
    {5, "[fetch]\nsource = pop3://pop.example.org/INBOX", 12,
     "expected imaps://HOST[:PORT]/FOLDER"},
    {5, "[fetch]\nsource = imaps://imap.example.org", 12, "expected imaps://HOST[:PORT]/FOLDER"},
    {5, "[fetch]\nsource = imaps://u:p@imap.example.org/INBOX", 12, "a user stands in the address"},
    {5, "[fetch]\nsource = imaps://imap.example.org:0/INBOX", 12, "host or port is not valid"},
    {5, "[fetch]\nsource = imaps://imap.example.org:65536/INBOX", 12, "host or port is not valid"},
    {5, "[fetch]\nsource = imaps://[::1/INBOX", 12, "host or port is not valid"},
    {5, "[fetch]\nsource = imaps://[1.2.3.4]/INBOX", 12, "host or port is not valid"},
    {5, "[fetch]\nsource = imaps://1.2.3.400/INBOX", 12, "host or port is not valid"},
    {5, "[fetch]\nsource = imaps://imap.example.org/IN%0ABOX", 12, "expected imaps://HOST"},
    {5, "[fetch]\nsource = imaps://imap.example.org/IN%4", 12, "expected imaps://HOST"},
    {5, "[fetch]\nsource = maildir:", 12, "maildir:PATH"},
    {5, "[fetch]\nsource = maildir:secret", 12, "this is not a folder"},
    {5, "[fetch]\nsource =", 12, "the value is empty"},
    {0, "[fetch]\ndone = delete", 12, "expected move:FOLDER, flag or keep"},
    {0, "[fetch]\ndone = move:", 12, "expected move:FOLDER, flag or keep"},
    {0, "[fetch]\npoll_seconds = 0", 12, "expected a whole number from 1 to 86400"},
    {0, "[fetch]\npoll_seconds = 1.5", 12, "expected a whole number from 1 to 86400"},
    {0, "[fetch]\npoll_seconds = -1", 12, "expected a whole number from 1 to 86400"},
    {0, "[fetch]\npoll_seconds = 99999999999999999999", 12, "expected a whole number"},
    {0, "[fetch]\npassword_file = nowhere", 12, "password_file = nowhere: No such file"},
    {0, "[fetch]\nca_file = templates", 12, "ca_file = templates: this is a folder"},
    {5, IMAP LOGIN "tls = none", 15, "[fetch] tls = none: source is another machine"},
    {5, "[fetch]\nsource = imaps://127.0.0.1/INBOX\n" LOGIN "tls = none", 15,
     "[fetch] tls = none: source asks for TLS"},
    {5, IMAP LOGIN "tls = maybe", 15, "expected required or none"},
    {5, IMAP "password_file = secret", 4, "[fetch] user is missing"},
    {5, IMAP "user = levande", 13, "[fetch] password_file is missing"},
    {5, IMAP OAUTH "password_file = secret", 17, "are both given; expected one of them"},
    {0, "[fetch]\noauth2_client_id = id\noauth2_client_secret_file = secret", 12,
     "oauth2_client_id is given without oauth2_token_url"},
    {0, "[fetch]\noauth2_token_url = https://l.example.org/t\noauth2_client_id = id", 12,
     "oauth2_token_url is given without oauth2_client_secret_file"},
    {0,
     "[fetch]\noauth2_token_url = http://login.example.org/t\noauth2_client_id = id\n"
     "oauth2_client_secret_file = secret",
     12, "http:// is not private"},
    /* send */
    {7, "[send]\ntarget = smtp://smtp.example.org/x", 12, "expected smtp://HOST[:PORT]"},
    {7, "[send]\ntarget = smtp.example.org", 12, "expected smtp://HOST[:PORT]"},
    {7, "[send]\ntarget = http://smtp.example.org", 12, "expected smtp://HOST[:PORT]"},
    {7, SMTP "tls = none", 13, "[send] tls = none: target is another machine"},
    {7, SMTP "user = levande", 13, "[send] password_file is missing"},
    {7, SMTP "password_file = secret", 6, "[send] user is missing"},
    {7, SMTP OAUTH "engine = libesmtp", 17, "libesmtp cannot do OAuth2; expected auto or libcurl"},
    {7, "[send]\ntarget = smtps://smtp.example.org\nengine = libesmtp", 13,
     "libesmtp cannot do smtps://"},
    {7, "[send]\ntarget = smtp://[::1]:25\ntls = none\nengine = libesmtp", 14,
     "libesmtp cannot do an IPv6 address"},
    {0, "[send]\nengine = sendmail", 12, "expected auto, libesmtp or libcurl"},
    {0, "[send]\nrate_per_minute = many", 12, "expected a whole number from 0 to 100000"},
    {0, "[send]\nhours = 7-19", 12, "the earlier one first, as 07:00-19:00"},
    {0, "[send]\nhours = 07:00-24:01", 12, "the earlier one first"},
    {0, "[send]\nhours = 07:60-19:00", 12, "the earlier one first"},
    {0, "[send]\nhours = 19:00-07:00", 12, "the first time is not before the second"},
    {0, "[send]\nhours = 07:00-07:00", 12, "the first time is not before the second"},
    {0, "[send]\nfrom = Levande bibliotek <l@example.org>", 12, "an e-mail address"},
    {0, "[send]\nreply_address = l+{tokn}@example.org", 12, "with {token} at most once"},
    {0, "[send]\nreply_address = l@{token}.example.org", 12, "before the @"},
    {0, "[send]\nreturn_address = {token}{token}@example.org", 12, "at most once"},
    {0, "[send]\nreply_address = levande.bibliotek.i.hela.den.vastra.regionen+{token}@example.org",
     12, "more than 64 stand before the @"},
    {0, "[send]\nunknown = forget", 12, "expected ask, resend or drop"},
    /* web */
    {0, "[web]\nlisten = 8080", 12, "expected ADDRESS:PORT"},
    {0, "[web]\nlisten = 127.0.0.1", 12, "expected ADDRESS:PORT"},
    {0, "[web]\nlisten = www.example.org:80", 12, "expected ADDRESS:PORT"},
    {0, "[web]\nlisten = ::1:8080", 12, "expected ADDRESS:PORT"},
    {0, "[web]\ntls_cert_file = secret", 12, "tls_cert_file is given without tls_key_file"},
    {0, "[web]\ntls_key_file = secret", 12, "tls_key_file is given without tls_cert_file"},
    {0, "[web]\ntrusted_proxies = 192.0.2.0/33", 12, "\"192.0.2.0/33\" is not valid"},
    {0, "[web]\ntrusted_proxies = proxy.example.org", 12, "expected IP addresses or networks"},
    /* the rest */
    {0, "[routing]\nmode = manual", 12, "expected assist or automatic"},
    {0, "[routing]\ndefault = advice", 12, "expected association, association_first, pool or both"},
    {0, "[rule å]\nareas = Cancer\nroute = pool", 12, "\"Cancer\" is not valid; expected ids"},
    {0, "[rule å]\nareas =\nroute = pool", 12, "[rule] areas = : the value is empty"},
    {0, "[rule å]\nareas = cancer\nroute = advice", 13, "[rule] route = advice"},
    {0, "[invite]\nanswer_days = 0", 12, "expected a whole number from 1 to 365"},
    {0, "[invite]\nfill_probability = 0", 12, "expected a number above 0 and at most 1"},
    {0, "[invite]\nfill_probability = 1.1", 12, "expected a number above 0 and at most 1"},
    {0, "[invite]\nfill_probability = 0,9", 12, "expected a number above 0 and at most 1"},
    {0, "[invite]\nfill_probability = .9", 12, "expected a number above 0 and at most 1"},
    {0, "[invite]\nfill_probability = 1.", 12, "expected a number above 0 and at most 1"},
    {0, "[invite]\nfill_probability = inf", 12, "expected a number above 0 and at most 1"},
    {0, "[invite]\nfill_probability =", 12, "expected a number above 0 and at most 1"},
    {0, "[invite]\nmax_wave = 1001", 12, "expected a whole number from 1 to 1000"},
    {0, "[invite]\ntopic_in_mail = true", 12, "expected yes or no"},
    {0, "[invite]\npauses = 2027-07-05", 12, "\"2027-07-05\" is not valid; expected ranges"},
    {0, "[invite]\npauses = 2027-02-29..2027-03-01", 12, "is not valid; expected ranges"},
    {0, "[invite]\npauses = 2027-08-06..2027-07-05", 12, "ends before it begins"},
    {0, "[agreement]\nreminder_working_days = x", 12, "expected a whole number from 0 to 365"},
    {0, "[followup]\nafter_days = 366", 12, "expected a whole number from 0 to 365"},
    {0, "[compensation]\nmodel = regional", 12, "expected national or fixed"},
    {0, "[compensation]\nprice_base_amount = 59200", 12, "\"59200\" is not valid"},
    {0, "[compensation]\nprice_base_amount = 2026:1, 2026:2", 12, "2026 is given twice"},
    {0, "[compensation]\nprice_base_amount =", 12, "is empty; expected at least one amount"},
    {0, "[compensation]\nmodel = fixed\nfixed =", 13, "[compensation] fixed is empty"},
    {0, "[compensation]\nfixed = 2019-01-01:900", 12, "expected DATE:HALF/FULL"},
    {0, "[compensation]\nfixed = 2019-13-01:900/1800", 12, "expected DATE:HALF/FULL"},
    {0, "[compensation]\nfixed = 2019-01-01:1/2 2019-01-01:3/4", 12, "2019-01-01 is given twice"},
    {0, "[limits]\nall_per_hour = -5", 12, "expected a whole number from 0 to 1000000"},
    {0, "[staff]\ndigest = 7:30", 12, "expected a time of day"},
    {0, "[staff]\ndigest = 24:00", 12, "expected a time of day"},
    {0, "[retention]\nmail = forever", 12, "from 1 to 1200 (months), or keep"},
    {0, "[retention]\nperson = 0", 12, "from 1 to 1200 (months), or keep"},
    {9, "[files]\nareas = nowhere.ini", 12, "areas = nowhere.ini: No such file"},
    {10, "[files]\ntemplates = nowhere", 12, "templates = nowhere: No such file"},
    {10, "[files]\ntemplates = secret", 12, "templates = secret: this is not a folder"},
};

enum { LINES_MAX = 200 };
struct heard {
    char lines[LINES_MAX][600];
    size_t count;
};

static void hear(void *context, const char *line)
{
    struct heard *heard = context;
    assert_true(heard->count < LINES_MAX);
    snprintf(heard->lines[heard->count++], sizeof heard->lines[0], "%s", line);
}

/* Loads bytes as a file; the faults are heard. */
static enum outcome load(const void *data, size_t len, struct heard *heard, struct fault *f)
{
    const struct settings *s = NULL;
    heard->count = 0;
    assert_int_equal(file_write("x.ini", data, len, 0600, NULL), DONE);
    struct arena *a = arena_new();
    enum outcome outcome = settings_load(a, "x.ini", hear, heard, &s, f);
    assert_int_equal(outcome == DONE, s != NULL);
    arena_free(&a);
    return outcome;
}

/* The good lines but one, and others behind them. */
static size_t file_of(char *text, size_t size, int out, const char *lines)
{
    size_t len = 0;
    for (int i = 0; i < GOOD_LINES; i++)
        len += (size_t)snprintf(text + len, size - len, "%s\n", i + 1 == out ? "" : GOOD[i]);
    return len + (size_t)snprintf(text + len, size - len, "%s\n", lines);
}

static void each_malformed_line_is_told(void **state)
{
    (void)state;
    static struct heard heard;
    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
        const struct bad *bad = &CASES[i];
        char text[4000], place[40];
        struct fault f = {0};
        size_t len = file_of(text, sizeof text, bad->out, bad->lines);
        snprintf(place, sizeof place, "x.ini:%d: ", bad->line);
        enum outcome outcome = load(text, len, &heard, &f);
        if (outcome != NEVER || heard.count != 1 ||
            strncmp(heard.lines[0], place, strlen(place)) != 0 ||
            !strstr(heard.lines[0], bad->fragment) || !strstr(heard.lines[0], "; expected "))
            fail_msg("case %zu (%s): %zu faults, wanted \"%s… %s\", the first is \"%s\"", i,
                     bad->lines, heard.count, place, bad->fragment,
                     heard.count ? heard.lines[0] : "");
        assert_int_equal(f.code, EXIT_CONFIG);
        assert_string_equal(f.text, "x.ini: 1 fault");
    }
}

static void the_good_file_is_good(void **state)
{
    (void)state;
    static struct heard heard;
    char text[4000];
    size_t len = file_of(text, sizeof text, 0, "");
    assert_int_equal(load(text, len, &heard, NULL), DONE);
    assert_int_equal(heard.count, 0);
}

static void all_faults_are_told_in_order(void **state)
{
    (void)state;
    static const char file[] = "poll_seconds = 1\n[fetch]\nsource = x\nuser\n[nowhere]\na = 1\n"
                               "[fetch]\nusr = 2\n[send]\ntarget = maildir:out\nhours = 1\n";
    static const char *const wanted[] = {
        "x.ini:1: [files] areas",
        "x.ini:1: [files] templates = config (the default): No such file",
        "x.ini:1: [library] address is missing",
        "x.ini:1: [library] base_url is missing",
        "x.ini:1: poll_seconds stands before any section; expected [SECTION] first",
        "x.ini:3: [fetch] source = x",
        "x.ini:4: the line is no key",
        "x.ini:5: unknown section [nowhere]",
        "x.ini:8: unknown key usr in [fetch]",
        "x.ini:11: [send] hours = 1",
    };
    static struct heard heard;
    struct fault f = {0};
    assert_int_equal(load(file, sizeof file - 1, &heard, &f), NEVER);
    assert_int_equal(heard.count, sizeof wanted / sizeof *wanted);
    for (size_t i = 0; i < heard.count; i++)
        if (strncmp(heard.lines[i], wanted[i], strlen(wanted[i])) != 0)
            fail_msg("\"%s\" instead of \"%s\"", heard.lines[i], wanted[i]);
    assert_string_equal(f.text, "x.ini: 10 faults");
}

static void bytes_that_are_no_text(void **state)
{
    (void)state;
    static struct heard heard;
    char text[12000];
    size_t len = file_of(text, sizeof text, 0, "[library]\nname = a?b\nregion = c");
    *strchr(text, '?') = '\0';
    assert_int_equal(load(text, len, &heard, NULL), NEVER);
    assert_int_equal(heard.count, 1);
    assert_non_null(strstr(heard.lines[0], "x.ini:12: the line holds a NUL; expected"));

    len = file_of(text, sizeof text, 0, "[library]\nname = ");
    memset(text + len - 1, 'x', 5000);
    memcpy(text + len + 4999, "\nregion = ?\n[x]\n", 16);
    assert_int_equal(load(text, len + 5015, &heard, NULL), NEVER);
    assert_int_equal(heard.count, 2);
    assert_non_null(
        strstr(heard.lines[0], "x.ini:12: the line is 5007 bytes long; expected at most 4096"));
    assert_non_null(strstr(heard.lines[1], "x.ini:14: unknown section [x]"));
}

/* What other editors write is read all the same: a BOM, CRLF, no line end at the end. */
static void what_editors_write_is_read(void **state)
{
    (void)state;
    static struct heard heard;
    char text[4000], crlf[8000] = "\xEF\xBB\xBF";
    size_t len = file_of(text, sizeof text, 0,
                         "; a comment\n# another\n  ; a third\n[ web ]\n"
                         "listen=127.0.0.1:81\n[library]\nname=a=b:c;d # e");
    size_t to = 3;
    for (size_t i = 0; i + 1 < len; i++) {
        if (text[i] == '\n')
            crlf[to++] = '\r';
        crlf[to++] = text[i];
    }
    if (load(crlf, to, &heard, NULL) != DONE)
        fail_msg("%s", heard.lines[0]);
    memcpy(crlf + to, "\r\n[x]\r\n", 8);
    assert_int_equal(load(crlf, to + 7, &heard, NULL), NEVER);
    assert_int_equal(heard.count, 1);
    assert_non_null(strstr(heard.lines[0], "x.ini:18: unknown section [x]"));
}

/* A longest line is no trouble to inih, and a file of rubbish gives a bounded number of faults. */
static void bounds_hold(void **state)
{
    (void)state;
    static struct heard heard;
    static char text[20000];
    struct fault f = {0};
    size_t len = file_of(text, sizeof text, 0, "[library]\nname = ");
    memset(text + len - 1, 'x', 4096 - 7);
    if (load(text, len - 1 + 4096 - 7, &heard, NULL) != DONE)
        fail_msg("%s", heard.lines[0]);
    memset(text, 0, sizeof text);
    for (size_t i = 0; i < sizeof text; i += 2)
        text[i] = '\n';
    assert_int_equal(load(text, sizeof text, &heard, &f), NEVER);
    assert_int_equal(heard.count, 100);
    assert_string_equal(f.text, "x.ini: at least 100 faults");
}

static void a_file_that_is_not_there(void **state)
{
    (void)state;
    static struct heard heard;
    struct fault f = {0};
    const struct settings *s = NULL;
    struct arena *a = arena_new();
    assert_int_equal(settings_load(a, "no.ini", hear, &heard, &s, &f), NEVER);
    assert_int_equal(f.code, EXIT_CONFIG);
    assert_int_equal(heard.count, 1);
    assert_non_null(strstr(heard.lines[0], "no.ini:1: "));
    assert_non_null(strstr(heard.lines[0], "No such file"));
    arena_free(&a);
}

int main(void)
{
    char folder[] = "/tmp/settings_faults.XXXXXX";
    if (!mkdtemp(folder) || chdir(folder) != 0 || mkdir("templates", 0700) != 0 ||
        file_write("areas.ini", "", 0, 0600, NULL) != DONE ||
        file_write("secret", "x\n", 2, 0600, NULL) != DONE)
        return 1;
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_good_file_is_good),
        cmocka_unit_test(each_malformed_line_is_told),
        cmocka_unit_test(all_faults_are_told_in_order),
        cmocka_unit_test(bytes_that_are_no_text),
        cmocka_unit_test(what_editors_write_is_read),
        cmocka_unit_test(bounds_hold),
        cmocka_unit_test(a_file_that_is_not_there),
    };
    int failed = cmocka_run_group_tests_name("settings_faults", tests, NULL, NULL);
    unlink("areas.ini"), unlink("secret"), unlink("x.ini"), rmdir("templates");
    return rmdir(folder) == 0 ? failed : 1;
}
