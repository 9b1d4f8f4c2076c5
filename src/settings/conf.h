/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * What the files of settings share while a configuration is read. Private to settings.
 *
 * The way of a file: lines.c takes it apart (inih), keys.c says in one const table which keys there
 * are, values*.c and url.c bring each value into its field, load.c fills in what was left out, and
 * cross.c looks at what belongs together. All faults are gathered and told at the end, by line.
 */
#ifndef LEVANDE_SETTINGS_CONF_H
#define LEVANDE_SETTINGS_CONF_H

#include <stdbool.h>
#include <stddef.h>

#include "settings.h"

struct loader;
struct key;

/*
 * Brings a value into *field; false when it is not valid. A reader may say in l->why what is wrong;
 * otherwise the message names the value.
 */
typedef bool value_reader(struct loader *l, const struct key *k, const char *value, void *field);

/* A word that a key takes, and what it stands for. */
struct word {
    const char *text; /* NULL ends a list */
    int value;
};

struct key {
    const char *section, *name;
    value_reader *read;
    size_t offset;        /* of the field in struct settings; under [rule …], in the rule */
    const char *standard; /* the value when the key is left out; NULL: it must be given */
    const char *expected; /* what stands behind "expected"; NULL: made of words or bounds */
    const struct word *words;
    long least, most;
};

/* What became of a key in this file. */
struct key_state {
    int line;          /* where it was given; 0: it was not */
    int heading;       /* where its section first begins; 0: nowhere */
    const char *value; /* as it was given, or the default */
    bool bad;          /* its value was refused: what builds on it is not looked at */
};

extern const struct key conf_keys[];
extern const size_t conf_key_count;

enum { RULE_KEYS = 2 };
extern const struct key conf_rule_keys[RULE_KEYS];

/* A [rule NAME] on its way. */
struct rule_draft {
    struct routing_rule rule;
    struct key_state keys[RULE_KEYS];
    int heading;
};

struct conf_fault {
    int line;
    const char *text;
    const char *origin; /* where the line is, if not in the file; NULL: it is */
};

enum { CONF_FAULTS = 100 }; /* more than this and the file is no configuration at all */

struct loader {
    struct arena *a;
    const char *file;
    struct settings *s;
    struct key_state *keys; /* one for each of conf_keys */
    struct rule_draft *rules;
    size_t rule_count, rule_room;
    const char *why;    /* set by a value reader that refuses */
    const char *origin; /* of the value in hand, where it is not the file; else NULL */
    struct conf_fault faults[CONF_FAULTS];
    size_t fault_count;
    /* where reading stands */
    const char *data, *end;
    int line;
    bool headed;             /* a heading was met */
    const char *section;     /* NULL under a heading that was refused: its keys are passed over */
    struct rule_draft *rule; /* under [rule NAME] */
};

/* Notes a fault; the text says what is wrong and what is expected. */
void conf_fault(struct loader *l, int line, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));

/* lines.c: reads data..end, giving each key to conf_take() and each heading to conf_open(). */
void conf_lines(struct loader *l, const char *data, size_t len);

/* load.c: reads a value into its field; a fault when it is refused. */
void conf_put(struct loader *l, const struct key *k, struct key_state *state, void *base,
              const char *value, int line);

/* load.c: hands the rules over to the settings, and tells each fault by line. */
void conf_rules(struct loader *l);
enum outcome conf_tell(struct loader *l, void (*report)(void *context, const char *line),
                       void *context, struct fault *f);

/* load.c: a section begins; a key is given. */
void conf_open(struct loader *l, const char *heading);
void conf_take(struct loader *l, const char *name, const char *value);

/* keys.c: the index of a key, which must exist. */
size_t conf_key(const char *section, const char *name);

/* The names of all sections, or of all keys of a section, "a, b, c". */
char *conf_sections(struct arena *a);
char *conf_names(struct arena *a, const char *section);

/* What stands behind "expected" for this key. */
char *conf_expected(struct arena *a, const struct key *k);

/* cross.c: settles defaults that depend on others, and looks at what belongs together. */
void conf_cross(struct loader *l);

/* ---- Readers of values: values.c ---- */

value_reader conf_text;      /* anything but nothing */
value_reader conf_optional;  /* anything; nothing gives NULL */
value_reader conf_word;      /* one of k->words, into an int or enum */
value_reader conf_word_text; /* one of k->words, kept as text */
value_reader conf_flag;      /* one of k->words, into a bool */
value_reader conf_number;    /* a whole number within the bounds, into an int */
value_reader conf_months;    /* the same, or "keep": -1 */
value_reader conf_share;     /* above 0 and at most 1, into a double */
value_reader conf_address;   /* an e-mail address */
value_reader conf_address_optional;
value_reader conf_address_token; /* an address that may hold {token}; nothing gives NULL */
value_reader conf_legal_basis;
value_reader conf_zone;
value_reader conf_file; /* a file that can be read */
value_reader conf_file_optional;
value_reader conf_folder; /* a folder that can be read */
value_reader conf_hours;  /* hh:mm-hh:mm, into send.hours_from and hours_to */
value_reader conf_time;   /* hh:mm as minutes, nothing gives -1 */

/* ---- values_list.c ---- */

value_reader conf_domains;
value_reader conf_networks;
value_reader conf_areas; /* into the rule */
value_reader conf_pauses;
value_reader conf_base_amounts;
value_reader conf_fixed_fees;

/* ---- url.c: what names a place ---- */

value_reader conf_database;
value_reader conf_source;
value_reader conf_done;
value_reader conf_target;
value_reader conf_listen;
value_reader conf_base_url;
value_reader conf_token_url; /* nothing gives NULL */

/* A host as it stands in a URL, taken apart. */
struct url {
    const char *scheme;
    const char *host; /* without brackets */
    int port;         /* 0: none given */
    const char *path; /* what follows the host, with its slash; "" when nothing does */
};

/* Takes SCHEME://HOST[:PORT][/…] apart; false, with *why, when it is not of that form. */
bool conf_url(struct arena *a, const char *text, struct url *u, const char **why);

/* True for 127.0.0.0/8, ::1 and localhost. */
bool conf_is_loopback(const char *host);

/* True for a whole number of digits only, within the bounds. */
bool conf_digits(const char *text, long least, long most, long *out);

#endif
