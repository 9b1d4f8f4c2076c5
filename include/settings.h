/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * The configuration file (INI, levande.ini(5)) as one constant struct.
 *
 * Promise: what settings_load() gives is whole and checked: a role never meets a bad value. Each
 * fault is told with file, line and what was expected; all of them at once, not the first only.
 * inih does the reading and is known to this module alone.
 */
#ifndef LEVANDE_SETTINGS_H
#define LEVANDE_SETTINGS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/calendar.h"
#include "base/clock.h"
#include "base/fault.h"

enum done_way { DONE_MOVE, DONE_FLAG, DONE_KEEP };
enum source_kind { SOURCE_IMAP, SOURCE_IMAPS, SOURCE_MAILDIR };
enum target_kind { TARGET_SMTP, TARGET_SMTPS, TARGET_MAILDIR };
enum engine { ENGINE_AUTO, ENGINE_LIBESMTP, ENGINE_LIBCURL };
enum unknown_way { UNKNOWN_ASK, UNKNOWN_RESEND, UNKNOWN_DROP };
enum route { ROUTE_NONE, ROUTE_ASSOCIATION, ROUTE_ASSOCIATION_FIRST, ROUTE_POOL, ROUTE_BOTH };

const char *route_name(enum route route);   /* "association" …; NULL for ROUTE_NONE */
enum route route_by_name(const char *name); /* ROUTE_NONE for anything else */

/* How one of the two mail servers is reached and proved to. */
struct mail_server {
    const char *host; /* NULL for a Maildir */
    int port;
    bool tls;                     /* false only to a loopback address */
    const char *ca_file;          /* NULL: the system's */
    const char *user;             /* NULL: no login (send only) */
    const char *password_file;    /* NULL: none */
    const char *oauth2_token_url; /* NULL: no OAuth2 */
    const char *oauth2_client_id;
    const char *oauth2_client_secret_file;
    const char *oauth2_scope;
    const char *path; /* of a Maildir, else NULL */
};

struct date_range {
    struct date from, to; /* both included */
};

struct routing_rule {
    const char *name;
    const char *const *areas; /* ids; the rule fits when a wanted area is or lies below one */
    size_t area_count;
    enum route route;
};

struct base_amount {
    int year;
    long kronor;
};

struct fixed_fee {
    struct date from;
    long half_day, full_day; /* kronor */
};

/* A key as it stands in the file, or its default. */
struct setting_text {
    const char *section, *name, *value;
    bool given; /* it stands in the file, or the book; false: the default */
};

struct settings {
    const char *file; /* path it was read from */
    const struct setting_text *texts;
    size_t text_count;
    struct {
        const char *name, *region, *address, *base_url, *timezone, *language;
        const char *legal_basis;     /* "none", "consent", or a text */
        const char *consent_version; /* of the text that is agreed to now; NULL: any will do */
        const char *trusted_domains;
        const char *authserv_id;      /* NULL: trust by domain alone */
        const char *operator_address; /* NULL: none */
    } library;
    struct {
        const char *path; /* of sqlite: */
    } database;
    struct {
        enum source_kind kind;
        struct mail_server server;
        const char *folder;
        const char *source; /* the URL as configured, without user: the mailbox's name */
        enum done_way done;
        const char *done_folder; /* DONE_MOVE */
        int poll_seconds;
    } fetch;
    struct {
        enum target_kind kind;
        struct mail_server server;
        enum engine engine; /* never ENGINE_AUTO: settled when read */
        int rate_per_minute;
        int hours_from, hours_to;   /* minutes after midnight */
        const char *from;           /* default: library.address */
        const char *reply_address;  /* may hold {token} */
        const char *return_address; /* may hold {token} */
        enum unknown_way unknown;
    } send;
    struct {
        const char *listen_host;
        int listen_port;
        const char *tls_cert_file, *tls_key_file; /* NULL: none */
        const char *trusted_proxies;
    } web;
    struct {
        bool automatic;
        enum route fallback; /* [routing] default */
        const struct routing_rule *rules;
        size_t rule_count;
    } routing;
    struct {
        int answer_days, reminder_days;
        double fill_probability;
        int max_wave;
        bool topic_in_mail;
        const struct date_range *pauses;
        size_t pause_count;
    } invite;
    struct {
        int reminder_working_days;
    } agreement;
    struct {
        int after_days, reminder_days;
    } followup;
    struct {
        bool national;                          /* false: fixed */
        const struct base_amount *base_amounts; /* by year, rising */
        size_t base_amount_count;
        const struct fixed_fee *fixed; /* by date, rising */
        size_t fixed_count;
    } compensation;
    struct {
        int address_per_day, request_per_address, all_per_hour; /* 0: no such limit */
    } limits;
    struct {
        int digest; /* minutes after midnight; -1: none */
    } staff;
    struct {
        int mail, request, agreement, letter, followup, search, access,
            person; /* months; -1: keep */
    } retention;
    struct {
        const char *areas, *templates; /* paths */
    } files;
};

/*
 * Reads and checks the file. Each fault goes to report as "file:line: what is wrong, and what is
 * expected"; then the outcome is NEVER with EXIT_CONFIG. Relative paths inside are as seen from
 * the working directory. All of *out lives in the arena.
 */
enum outcome settings_load(struct arena *a, const char *path,
                           void (*report)(void *context, const char *line), void *context,
                           const struct settings **out, struct fault *f);

/* ---- What staff changed ---- */

/* A value that goes before the file's. */
struct setting_change {
    const char *name;  /* "compensation.fixed"; "rules": all routing rules */
    const char *text;  /* the value; of the rules, sections [rule NAME] as in the file */
    const char *where; /* how a fault names it, before ":line: …" */
};

/*
 * The settings with these values instead of the file's, in the arena; they share with `shipped`
 * what was not changed. Every fault is told to report as "where:line: what is wrong and what is
 * expected"; NEVER, EXIT_DATA when there was one.
 */
enum outcome settings_over(struct arena *a, const struct settings *shipped,
                           const struct setting_change *changes, size_t count,
                           void (*report)(void *context, const char *line), void *context,
                           const struct settings **out, struct fault *f);

/*
 * May staff change it? "rules", and the keys of routing, invite, agreement, followup, compensation,
 * staff and retention; where mail goes and by whose decision people are searched is the file's.
 */
bool settings_may_change(const struct settings *s, const char *name);

/* The value of "SECTION.KEY", or "rules", as a file would hold it; NULL: there is no such key. */
const char *settings_text(struct arena *a, const struct settings *s, const char *name);

/* The route that the rules give for the wanted areas, in their order; ROUTE_NONE: no rule fits. */
enum route
settings_rule_route(const struct settings *s, const char *const *areas, size_t area_count,
                    bool (*within)(const void *tree, const char *id, const char *ancestor),
                    const void *tree, const char **rule_name);

/* Since when asks may leave today ([send] hours); -1 outside the hours and in a pause. */
instant settings_asks_since(const struct settings *s, instant now);

/* True when d lies in a pause. */
bool settings_paused(const struct settings *s, struct date d);

/*
 * The address of ours that carries the token: reply_address or return_address with {token} filled.
 */
char *settings_address(struct arena *a, const char *pattern, const char *token);

/*
 * The token in an address, if it is of the pattern's form; NULL otherwise. The comparison is
 * without case.
 */
char *settings_token(struct arena *a, const char *pattern, const char *address);

/*
 * All addresses of ours (library, from, reply and return address without token), space-separated.
 */
char *settings_own_addresses(struct arena *a, const struct settings *s);

#endif
