/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * What staff changed, laid over the settings of the file: values of single keys, and the routing
 * rules as a whole, since the first that fits wins and their order is a decision too.
 *
 * The same readers and the same look at what belongs together serve file and book, so nothing can
 * be said in one that the other would refuse.
 */
#include "conf.h"

#include <string.h>

#include "base/buffer.h"
#include "base/text.h"

enum { TEXT_MOST = 1 << 20 };

static const char RULES[] = "rules";

static const char *const sections[] = {"routing",      "invite", "agreement", "followup",
                                       "compensation", "staff",  "retention"};

/* The index of the key that "SECTION.KEY" names; conf_key_count when there is none. */
static size_t named(const char *name)
{
    size_t i = 0;
    for (; i < conf_key_count; i++) {
        size_t len = strlen(conf_keys[i].section);
        if (strncmp(name, conf_keys[i].section, len) == 0 && name[len] == '.' &&
            strcmp(name + len + 1, conf_keys[i].name) == 0)
            break;
    }
    return i;
}

bool settings_may_change(const struct settings *s, const char *name)
{
    (void)s;
    size_t i = named(name);
    for (size_t k = 0; i < conf_key_count && k < sizeof sections / sizeof *sections; k++)
        if (strcmp(conf_keys[i].section, sections[k]) == 0)
            return true;
    return strcmp(name, RULES) == 0;
}

static const char *rules_text(struct arena *a, const struct settings *s)
{
    struct buffer b;
    buffer_init(&b, TEXT_MOST);
    for (size_t i = 0; i < s->routing.rule_count; i++) {
        const struct routing_rule *rule = &s->routing.rules[i];
        buffer_printf(&b, "%s[rule %s]\nareas =", i > 0 ? "\n" : "", rule->name);
        for (size_t k = 0; k < rule->area_count; k++)
            buffer_printf(&b, " %s", rule->areas[k]);
        buffer_printf(&b, "\nroute = %s\n", route_name(rule->route));
    }
    char *text = arena_strndup(a, buffer_text(&b), b.len);
    buffer_free(&b);
    return text;
}

const char *settings_text(struct arena *a, const struct settings *s, const char *name)
{
    size_t i = named(name);
    if (strcmp(name, RULES) == 0)
        return rules_text(a, s);
    return i < s->text_count ? s->texts[i].value : NULL;
}

static void take_value(struct loader *l, const struct setting_change *change,
                       struct setting_text *texts)
{
    size_t i = named(change->name);
    const char *value = text_trim(l->a, change->text);
    if (strpbrk(value, "\r\n")) {
        conf_fault(l, 1, "the value has several lines; expected one");
        return;
    }
    l->keys[i].line = 1;
    conf_put(l, &conf_keys[i], &l->keys[i], l->s, value, 1);
    texts[i].value = l->keys[i].value;
    texts[i].given = true;
}

/* Only [rule …] may stand there: a text of rules is no way round settings_may_change(). */
static bool rules_alone(struct loader *l, const char *text)
{
    size_t count = 0;
    char **lines = text_split(l->a, text, "\r\n", &count);
    for (size_t i = 0; i < count; i++)
        if (lines[i][0] == '[' && !text_starts(lines[i], "[rule ")) {
            conf_fault(l, 1, "%s is no rule; expected [rule NAME]", lines[i]);
            return false;
        }
    return true;
}

static void take_rules(struct loader *l, const char *text)
{
    if (!rules_alone(l, text))
        return;
    l->line = 0;
    conf_lines(l, text, strlen(text));
    conf_rules(l);
    l->section = NULL;
    l->rule = NULL;
}

static struct setting_text *copied_texts(struct arena *a, const struct settings *s)
{
    struct setting_text *texts = arena_array(a, s->text_count, sizeof *texts);
    memcpy(texts, s->texts, s->text_count * sizeof *texts);
    return texts;
}

enum outcome settings_over(struct arena *a, const struct settings *shipped,
                           const struct setting_change *changes, size_t count,
                           void (*report)(void *context, const char *line), void *context,
                           const struct settings **out, struct fault *f)
{
    struct loader *l = arena_alloc(a, sizeof *l);
    struct setting_text *texts = copied_texts(a, shipped);
    l->a = a;
    l->file = shipped->file;
    l->s = arena_alloc(a, sizeof *l->s);
    *l->s = *shipped;
    l->s->texts = texts;
    l->keys = arena_array(a, conf_key_count, sizeof *l->keys);
    for (size_t i = 0; i < count; i++) {
        l->origin = changes[i].where;
        if (!settings_may_change(shipped, changes[i].name))
            conf_fault(l, 1, "%s is no value that may be changed here", changes[i].name);
        else if (strcmp(changes[i].name, RULES) == 0)
            take_rules(l, changes[i].text);
        else
            take_value(l, &changes[i], texts);
    }
    l->origin = count > 0 ? changes[count - 1].where : NULL;
    conf_cross(l);
    if (l->fault_count) {
        conf_tell(l, report, context, f);
        f->code = EXIT_DATA;
        return NEVER;
    }
    *out = l->s;
    return DONE;
}
