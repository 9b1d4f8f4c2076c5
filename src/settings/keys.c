/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * Every key there is: one const table. A row says where a key stands, how its value is read, into
 * which field it goes, and what holds when it is left out. What is not in this table is refused.
 *
 * Not here: what keys mean together (cross.c).
 */
#include "conf.h"

#include <assert.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"

static const struct word LANGUAGES[] = {{"sv", 0}, {"sv-lattlast", 1}, {"en", 2}, {NULL, 0}};
static const struct word TLS[] = {{"required", true}, {"none", false}, {NULL, 0}};
static const struct word ENGINES[] = {
    {"auto", ENGINE_AUTO}, {"libesmtp", ENGINE_LIBESMTP}, {"libcurl", ENGINE_LIBCURL}, {NULL, 0}};
static const struct word UNKNOWN[] = {
    {"ask", UNKNOWN_ASK}, {"resend", UNKNOWN_RESEND}, {"drop", UNKNOWN_DROP}, {NULL, 0}};
static const struct word MODES[] = {{"assist", false}, {"automatic", true}, {NULL, 0}};
static const struct word ROUTES[] = {{"association", ROUTE_ASSOCIATION},
                                     {"association_first", ROUTE_ASSOCIATION_FIRST},
                                     {"pool", ROUTE_POOL},
                                     {"both", ROUTE_BOTH},
                                     {NULL, 0}};
static const struct word YES_NO[] = {{"yes", true}, {"no", false}, {NULL, 0}};
static const struct word MODELS[] = {{"national", true}, {"fixed", false}, {NULL, 0}};

#define AT(field) .offset = offsetof(struct settings, field)
#define IN_RULE(field) .offset = offsetof(struct routing_rule, field)

static const char AN_ADDRESS[] = "an e-mail address, name@example.org";
static const char A_TOKEN_ADDRESS[] =
    "an e-mail address, with {token} at most once, before the @: name+{token}@example.org";
static const char A_FILE[] = "a file that can be read";
static const char A_TEXT[] = "a text";

const struct key conf_keys[] = {
    {"library", "name", conf_text, AT(library.name), "Levande bibliotek", A_TEXT},
    {"library", "region", conf_text, AT(library.region), "Västra Götalandsregionen", A_TEXT},
    {"library", "address", conf_address, AT(library.address), NULL, AN_ADDRESS},
    {"library", "base_url", conf_base_url, AT(library.base_url), NULL,
     "https://HOST[:PORT] without a slash at its end (http:// only for a loopback address)"},
    {"library", "timezone", conf_zone, AT(library.timezone), "Europe/Stockholm",
     "the name of a time zone that the system knows, as Europe/Stockholm"},
    {"library", "language", conf_word_text, AT(library.language), "sv", NULL, LANGUAGES},
    {"library", "legal_basis", conf_legal_basis, AT(library.legal_basis), "none",
     "none, consent, or a text that names the decision, in some words or with its number"},
    {"library", "consent_version", conf_optional, AT(library.consent_version), "", A_TEXT},
    {"library", "trusted_domains", conf_domains, AT(library.trusted_domains), "",
     "domains separated by spaces, as vgregion.example"},
    {"library", "authserv_id", conf_optional, AT(library.authserv_id), "", A_TEXT},
    {"library", "operator_address", conf_address_optional, AT(library.operator_address), "",
     AN_ADDRESS},

    {"database", "url", conf_database, AT(database), "sqlite:/var/lib/levande/levande.db",
     "sqlite:PATH"},

    {"fetch", "source", conf_source, AT(fetch), NULL,
     "imaps://HOST[:PORT]/FOLDER, imap://HOST[:PORT]/FOLDER, or maildir:PATH"},
    {"fetch", "user", conf_optional, AT(fetch.server.user), "", A_TEXT},
    {"fetch", "password_file", conf_file_optional, AT(fetch.server.password_file), "", A_FILE},
    {"fetch", "oauth2_token_url", conf_token_url, AT(fetch.server.oauth2_token_url), "",
     "https://HOST[:PORT]/PATH"},
    {"fetch", "oauth2_client_id", conf_optional, AT(fetch.server.oauth2_client_id), "", A_TEXT},
    {"fetch", "oauth2_client_secret_file", conf_file_optional,
     AT(fetch.server.oauth2_client_secret_file), "", A_FILE},
    {"fetch", "oauth2_scope", conf_optional, AT(fetch.server.oauth2_scope), "", A_TEXT},
    {"fetch", "ca_file", conf_file_optional, AT(fetch.server.ca_file), "", A_FILE},
    {"fetch", "tls", conf_flag, AT(fetch.server.tls), "required", NULL, TLS},
    {"fetch", "done", conf_done, AT(fetch), "move:Klart", "move:FOLDER, flag or keep"},
    {"fetch", "poll_seconds", conf_number, AT(fetch.poll_seconds), "60", .least = 1, .most = 86400},

    {"send", "target", conf_target, AT(send), NULL,
     "smtp://HOST[:PORT], smtps://HOST[:PORT], or maildir:PATH"},
    {"send", "engine", conf_word, AT(send.engine), "auto", NULL, ENGINES},
    {"send", "user", conf_optional, AT(send.server.user), "", A_TEXT},
    {"send", "password_file", conf_file_optional, AT(send.server.password_file), "", A_FILE},
    {"send", "oauth2_token_url", conf_token_url, AT(send.server.oauth2_token_url), "",
     "https://HOST[:PORT]/PATH"},
    {"send", "oauth2_client_id", conf_optional, AT(send.server.oauth2_client_id), "", A_TEXT},
    {"send", "oauth2_client_secret_file", conf_file_optional,
     AT(send.server.oauth2_client_secret_file), "", A_FILE},
    {"send", "oauth2_scope", conf_optional, AT(send.server.oauth2_scope), "", A_TEXT},
    {"send", "ca_file", conf_file_optional, AT(send.server.ca_file), "", A_FILE},
    {"send", "tls", conf_flag, AT(send.server.tls), "required", NULL, TLS},
    {"send", "rate_per_minute", conf_number, AT(send.rate_per_minute), "30", .least = 0,
     .most = 100000},
    {"send", "hours", conf_hours, AT(send), "07:00-19:00",
     "two times of a day, the earlier one first, as 07:00-19:00"},
    {"send", "from", conf_address_optional, AT(send.from), "", AN_ADDRESS},
    {"send", "reply_address", conf_address_token, AT(send.reply_address), "", A_TOKEN_ADDRESS},
    {"send", "return_address", conf_address_token, AT(send.return_address), "", A_TOKEN_ADDRESS},
    {"send", "unknown", conf_word, AT(send.unknown), "ask", NULL, UNKNOWN},

    {"web", "listen", conf_listen, AT(web), "127.0.0.1:8080",
     "ADDRESS:PORT, as 127.0.0.1:8080 or [::1]:8080"},
    {"web", "tls_cert_file", conf_file_optional, AT(web.tls_cert_file), "", A_FILE},
    {"web", "tls_key_file", conf_file_optional, AT(web.tls_key_file), "", A_FILE},
    {"web", "trusted_proxies", conf_networks, AT(web.trusted_proxies), "",
     "IP addresses or networks separated by spaces, as 192.0.2.1 or 192.0.2.0/24"},

    {"routing", "mode", conf_flag, AT(routing.automatic), "assist", NULL, MODES},
    {"routing", "default", conf_word, AT(routing.fallback), "both", NULL, ROUTES},

    {"invite", "answer_days", conf_number, AT(invite.answer_days), "7", .least = 1, .most = 365},
    {"invite", "reminder_days", conf_number, AT(invite.reminder_days), "3", .least = 0,
     .most = 365},
    {"invite", "fill_probability", conf_share, AT(invite.fill_probability), "0.9",
     "a number above 0 and at most 1, as 0.9"},
    {"invite", "max_wave", conf_number, AT(invite.max_wave), "20", .least = 1, .most = 1000},
    {"invite", "topic_in_mail", conf_flag, AT(invite.topic_in_mail), "no", NULL, YES_NO},
    {"invite", "pauses", conf_pauses, AT(invite), "",
     "ranges of dates separated by commas, as 2027-07-05..2027-08-06"},

    {"agreement", "reminder_working_days", conf_number, AT(agreement.reminder_working_days), "3",
     .least = 0, .most = 365},

    {"followup", "after_days", conf_number, AT(followup.after_days), "7", .least = 0, .most = 365},
    {"followup", "reminder_days", conf_number, AT(followup.reminder_days), "7", .least = 0,
     .most = 365},

    {"compensation", "model", conf_flag, AT(compensation.national), "national", NULL, MODELS},
    {"compensation", "price_base_amount", conf_base_amounts, AT(compensation),
     "2025:58800, 2026:59200", "YEAR:KRONOR, each year once, as 2025:58800, 2026:59200"},
    {"compensation", "fixed", conf_fixed_fees, AT(compensation), "2019-01-01:900/1800",
     "DATE:HALF/FULL in kronor, each date once, as 2019-01-01:900/1800"},

    {"limits", "address_per_day", conf_number, AT(limits.address_per_day), "10", .least = 0,
     .most = 1000000},
    {"limits", "request_per_address", conf_number, AT(limits.request_per_address), "30", .least = 0,
     .most = 1000000},
    {"limits", "all_per_hour", conf_number, AT(limits.all_per_hour), "500", .least = 0,
     .most = 1000000},

    {"staff", "digest", conf_time, AT(staff.digest), "07:30",
     "a time of day, as 07:30, or nothing"},

#define RETENTION(what, months)                                                                    \
    {                                                                                              \
        "retention", #what, conf_months, AT(retention.what), months, .least = 1, .most = 1200      \
    }
    RETENTION(mail, "24"),
    RETENTION(request, "24"),
    RETENTION(agreement, "keep"),
    RETENTION(letter, "24"),
    RETENTION(followup, "24"),
    RETENTION(search, "24"),
    RETENTION(access, "12"),
    RETENTION(person, "24"),

    {"files", "areas", conf_file, AT(files.areas), "config/areas.ini", A_FILE},
    {"files", "templates", conf_folder, AT(files.templates), "config", "a folder that can be read"},
};
const size_t conf_key_count = sizeof conf_keys / sizeof *conf_keys;

const struct key conf_rule_keys[RULE_KEYS] = {
    {"rule", "areas", conf_areas, IN_RULE(areas), NULL,
     "ids of areas separated by spaces, as cancer.brost"},
    {"rule", "route", conf_word, IN_RULE(route), NULL, NULL, ROUTES},
};

size_t conf_key(const char *section, const char *name)
{
    size_t i = 0;
    while (i < conf_key_count &&
           (strcmp(conf_keys[i].section, section) != 0 || strcmp(conf_keys[i].name, name) != 0))
        i++;
    assert(i < conf_key_count);
    return i;
}

const char *route_name(enum route route)
{
    for (const struct word *w = ROUTES; w->text; w++)
        if ((enum route)w->value == route)
            return w->text;
    return NULL;
}

enum route route_by_name(const char *name)
{
    for (const struct word *w = ROUTES; name && w->text; w++)
        if (strcmp(w->text, name) == 0)
            return (enum route)w->value;
    return ROUTE_NONE;
}

/* Adds a name to "a, b, c". */
static char *listed(struct arena *a, const char *list, const char *name)
{
    return *list ? arena_printf(a, "%s, %s", list, name) : arena_strdup(a, name);
}

char *conf_sections(struct arena *a)
{
    char *list = arena_strdup(a, "");
    for (size_t i = 0; i < conf_key_count; i++)
        if (i == 0 || strcmp(conf_keys[i].section, conf_keys[i - 1].section) != 0)
            list = listed(a, list, conf_keys[i].section);
    return listed(a, list, "rule NAME");
}

char *conf_names(struct arena *a, const char *section)
{
    char *list = arena_strdup(a, "");
    for (size_t i = 0; i < conf_key_count; i++)
        if (strcmp(conf_keys[i].section, section) == 0)
            list = listed(a, list, conf_keys[i].name);
    for (size_t i = 0; i < RULE_KEYS; i++)
        if (strcmp(conf_rule_keys[i].section, section) == 0)
            list = listed(a, list, conf_rule_keys[i].name);
    return list;
}

char *conf_expected(struct arena *a, const struct key *k)
{
    if (k->expected)
        return arena_strdup(a, k->expected);
    if (!k->words)
        return arena_printf(a, "a whole number from %ld to %ld%s", k->least, k->most,
                            k->read == conf_months ? " (months), or keep" : "");
    char *list = arena_strdup(a, k->words[0].text);
    for (const struct word *w = k->words + 1; w->text; w++)
        list = arena_printf(a, "%s%s%s", list, w[1].text ? ", " : " or ", w->text);
    return list;
}
