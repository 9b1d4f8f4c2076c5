/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * settings_load(): reads the file, fills in what was left out, gathers every fault and tells them
 * in the order of the lines.
 *
 * A key that is left out goes through the same reader as one that is given, so a default that is no
 * good on this system (a file that is not there) is told like any other fault. It stands at the
 * line where its section begins, or at line 1.
 */
#include "conf.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/text.h"

enum { FILE_MAX = 1 << 20, SHOWN = 60 };

void conf_fault(struct loader *l, int line, const char *fmt, ...)
{
    if (l->fault_count == CONF_FAULTS)
        return;
    va_list ap;
    va_start(ap, fmt);
    char *text = arena_vprintf(l->a, fmt, ap);
    va_end(ap);
    l->faults[l->fault_count++] = (struct conf_fault){line > 0 ? line : 1, text, l->origin};
}

/* Opens [rule NAME]. */
static void open_rule(struct loader *l, const char *name)
{
    for (size_t i = 0; i < l->rule_count; i++)
        if (text_same(l->rules[i].rule.name, name)) {
            conf_fault(l, l->line,
                       "[rule %s] is given twice, first in line %d; expected each name once", name,
                       l->rules[i].heading);
            return;
        }
    if (l->rule_count == l->rule_room) {
        size_t room = l->rule_room ? 2 * l->rule_room : 8;
        struct rule_draft *more = arena_array(l->a, room, sizeof *more);
        if (l->rule_count)
            memcpy(more, l->rules, l->rule_count * sizeof *more);
        l->rules = more;
        l->rule_room = room;
    }
    l->rule = &l->rules[l->rule_count++];
    *l->rule = (struct rule_draft){.rule = {.name = name}, .heading = l->line};
    l->section = "rule";
}

void conf_open(struct loader *l, const char *heading)
{
    l->section = NULL;
    l->rule = NULL;
    if (text_starts(heading, "rule ")) {
        open_rule(l, text_trim(l->a, heading + strlen("rule ")));
        return;
    }
    for (size_t i = 0; i < conf_key_count; i++) {
        if (strcmp(conf_keys[i].section, heading) != 0)
            continue;
        l->section = conf_keys[i].section;
        if (!l->keys[i].heading)
            l->keys[i].heading = l->line;
    }
    if (!l->section && strcmp(heading, "rule") == 0)
        conf_fault(l, l->line, "the rule has no name; expected [rule NAME]");
    else if (!l->section)
        conf_fault(l, l->line, "unknown section [%s]; expected one of %s",
                   text_shorten(l->a, heading, SHOWN), conf_sections(l->a));
}

void conf_put(struct loader *l, const struct key *k, struct key_state *state, void *base,
              const char *value, int line)
{
    l->why = NULL;
    state->value = arena_strdup(l->a, value);
    if (k->read(l, k, value, (char *)base + k->offset))
        return;
    state->bad = true;
    conf_fault(l, line, "[%s] %s = %s%s: %s; expected %s", k->section, k->name,
               text_shorten(l->a, value, SHOWN), state->line ? "" : " (the default)",
               l->why              ? l->why
               : text_blank(value) ? "the value is empty"
                                   : "the value is not valid",
               conf_expected(l->a, k));
}

/* The key of that name in the open section, with its state; NULL: there is none. */
static const struct key *find(struct loader *l, const char *name, struct key_state **state)
{
    for (size_t i = 0; l->rule && i < RULE_KEYS; i++)
        if (strcmp(conf_rule_keys[i].name, name) == 0) {
            *state = &l->rule->keys[i];
            return &conf_rule_keys[i];
        }
    for (size_t i = 0; !l->rule && i < conf_key_count; i++)
        if (strcmp(conf_keys[i].section, l->section) == 0 && strcmp(conf_keys[i].name, name) == 0) {
            *state = &l->keys[i];
            return &conf_keys[i];
        }
    return NULL;
}

void conf_take(struct loader *l, const char *name, const char *value)
{
    if (!l->section) {
        if (!l->headed)
            conf_fault(l, l->line, "%s stands before any section; expected [SECTION] first",
                       text_shorten(l->a, name, SHOWN));
        return;
    }
    struct key_state *state = NULL;
    const struct key *k = find(l, name, &state);
    if (!k) {
        conf_fault(l, l->line, "unknown key %s in [%s]; expected one of %s",
                   text_shorten(l->a, name, SHOWN), l->section, conf_names(l->a, l->section));
        return;
    }
    if (state->line) {
        conf_fault(l, l->line, "[%s] %s is given twice, first in line %d; expected it once",
                   k->section, k->name, state->line);
        return;
    }
    state->line = l->line;
    conf_put(l, k, state, l->rule ? (void *)&l->rule->rule : (void *)l->s, value, l->line);
}

/* Tells that a key which must be given was not. */
static void missing(struct loader *l, const struct key *k, struct key_state *state, int line)
{
    state->bad = true;
    conf_fault(l, line, "[%s] %s is missing; expected %s", k->section, k->name,
               conf_expected(l->a, k));
}

/* Fills in what was left out. */
static void complete(struct loader *l)
{
    for (size_t i = 0; i < conf_key_count; i++) {
        const struct key *k = &conf_keys[i];
        struct key_state *state = &l->keys[i];
        if (!state->line && k->standard)
            conf_put(l, k, state, l->s, k->standard, state->heading);
        else if (!state->line)
            missing(l, k, state, state->heading);
    }
}

void conf_rules(struct loader *l)
{
    struct routing_rule *rules = arena_array(l->a, l->rule_count, sizeof *rules);
    for (size_t i = 0; i < l->rule_count; i++) {
        struct rule_draft *draft = &l->rules[i];
        for (size_t j = 0; j < RULE_KEYS; j++)
            if (!draft->keys[j].line)
                missing(l, &conf_rule_keys[j], &draft->keys[j], draft->heading);
        rules[i] = draft->rule;
    }
    l->s->routing.rules = rules;
    l->s->routing.rule_count = l->rule_count;
}

/* The values as they were written, for those who look at them and for settings_over(). */
static void keep_texts(struct loader *l)
{
    struct setting_text *texts = arena_array(l->a, conf_key_count, sizeof *texts);
    for (size_t i = 0; i < conf_key_count; i++)
        texts[i] = (struct setting_text){
            .section = conf_keys[i].section,
            .name = conf_keys[i].name,
            .value = l->keys[i].value ? l->keys[i].value : "",
            .given = l->keys[i].line > 0,
        };
    l->s->texts = texts;
    l->s->text_count = conf_key_count;
}

static int by_line(const void *a, const void *b)
{
    const struct conf_fault *x = a, *y = b;
    if (x->line != y->line)
        return x->line < y->line ? -1 : 1;
    return strcmp(x->text, y->text);
}

enum outcome conf_tell(struct loader *l, void (*report)(void *context, const char *line),
                       void *context, struct fault *f)
{
    qsort(l->faults, l->fault_count, sizeof *l->faults, by_line);
    for (size_t i = 0; i < l->fault_count; i++)
        report(context,
               arena_printf(l->a, "%s:%d: %s", l->faults[i].origin ? l->faults[i].origin : l->file,
                            l->faults[i].line, l->faults[i].text));
    bool more = l->fault_count == CONF_FAULTS;
    return fault_set(f, NEVER, EXIT_CONFIG, "%s: %s%zu fault%s", l->file, more ? "at least " : "",
                     l->fault_count, l->fault_count == 1 ? "" : "s");
}

enum outcome settings_load(struct arena *a, const char *path,
                           void (*report)(void *context, const char *line), void *context,
                           const struct settings **out, struct fault *f)
{
    struct loader *l = arena_alloc(a, sizeof *l);
    l->a = a;
    l->file = arena_strdup(a, path);
    l->s = arena_alloc(a, sizeof *l->s);
    l->s->file = l->file;
    l->keys = arena_array(a, conf_key_count, sizeof *l->keys);
    char *data = NULL;
    size_t len = 0;
    struct fault reading = {0};
    if (file_read(a, path, FILE_MAX, &data, &len, &reading) != DONE) {
        conf_fault(l, 1, "%s; expected a configuration file", reading.text);
        return conf_tell(l, report, context, f);
    }
    conf_lines(l, data, len);
    complete(l);
    conf_rules(l);
    keep_texts(l);
    conf_cross(l);
    if (l->fault_count)
        return conf_tell(l, report, context, f);
    *out = l->s;
    return DONE;
}
