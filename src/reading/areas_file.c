/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * The area file: INI text to a table of phrases.
 *
 * A small reader of its own, since the text comes from memory and not from a file: sections, keys,
 * comment lines that start with '#' or ';', and lines that start with white space and go on with
 * the value above. Every fault names file and line and what was expected.
 */
#include <stdio.h>
#include <string.h>

#include "areas_table.h"
#include "base/text.h"
#include "stem.h"

enum { MOST_AREAS = 1000, SHORTEST_STEMMED = 5, SHORTEST_STEM = 4 };

enum key {
    KEY_PARENT,
    KEY_SV,
    KEY_EN,
    KEY_WORDS,
    KEY_STEMS,
    KEY_PHRASES,
    KEY_ASSOCIATIONS,
    KEY_ANY,
    KEY_EXCEPT,
    KEY_SETTING,
    KEY_YIELDS,
    KEY_BESIDE,
    KEY_FIRM,
    KEY_UNIT,
    KEY_COUNT
};

static const char *const key_names[KEY_COUNT] = {
    [KEY_PARENT] = "parent",
    [KEY_SV] = "sv",
    [KEY_EN] = "en",
    [KEY_WORDS] = "words",
    [KEY_STEMS] = "stems",
    [KEY_PHRASES] = "phrases",
    [KEY_ASSOCIATIONS] = "associations",
    [KEY_ANY] = "any",
    [KEY_EXCEPT] = "except",
    [KEY_SETTING] = "setting",
    [KEY_YIELDS] = "yields",
    [KEY_BESIDE] = "beside",
    [KEY_FIRM] = "firm",
    [KEY_UNIT] = "unit",
};

struct section {
    const char *values[KEY_COUNT];
    int lines[KEY_COUNT]; /* where each value stands; 0: not given */
    int line;
};

struct reader {
    struct arena *a;
    const char *name;
    struct fault *f;
    struct areas *areas;
    struct section *sections;
    enum key key;
    size_t room;
    struct stemmer *stemmer;
};

static enum outcome wrong(const struct reader *r, int line, const char *what, const char *which)
{
    return fault_set(r->f, NEVER, EXIT_CONFIG, "%s:%d: %s: %s", r->name, line, what, which);
}

static bool id_formed(const char *id)
{
    if (!*id || *id == '.' || text_ends(id, ".") || strstr(id, ".."))
        return false;
    return id[strspn(id, "abcdefghijklmnopqrstuvwxyz0123456789._-")] == '\0';
}

static enum outcome open_section(struct reader *r, int line, char *text)
{
    char *close = strchr(text, ']');
    if (!close || close[1] != '\0')
        return wrong(r, line, "a section is \"[id]\" on a line of its own", text);
    char *id = text_trim(r->a, arena_strndup(r->a, text + 1, (size_t)(close - text - 1)));
    if (!id_formed(id))
        return wrong(r, line, "an id is small letters, digits and dots", id);
    if (areas_find(r->areas, id))
        return wrong(r, line, "this area was given before", id);
    if (r->areas->count == MOST_AREAS)
        return wrong(r, line, "there are more than 1000 areas", id);
    r->sections[r->areas->count].line = line;
    r->areas->list[r->areas->count++].id = id;
    r->key = KEY_COUNT;
    return DONE;
}

static enum outcome take_pair(struct reader *r, int line, char *text)
{
    char *equals = strchr(text, '=');
    if (!r->areas->count)
        return wrong(r, line, "a section \"[id]\" must come first", text);
    if (!equals)
        return wrong(r, line, "expected \"key = value\"", text);
    char *key = text_trim(r->a, arena_strndup(r->a, text, (size_t)(equals - text)));
    struct section *s = &r->sections[r->areas->count - 1];
    for (r->key = 0; r->key < KEY_COUNT; r->key++)
        if (strcmp(key_names[r->key], key) == 0)
            break;
    if (r->key == KEY_COUNT)
        return wrong(
            r, line,
            "unknown key (parent, sv, en, words, stems, phrases, associations, any, except, "
            "setting, yields, beside, firm, unit)",
            key);
    if (s->lines[r->key])
        return wrong(r, line, "this key was given before", key);
    s->lines[r->key] = line;
    s->values[r->key] = text_trim(r->a, equals + 1);
    return DONE;
}

static enum outcome take_line(struct reader *r, int line, char *text)
{
    char *trimmed = text_trim(r->a, text);
    bool goes_on = *text == ' ' || *text == '\t';
    if (!*trimmed || *trimmed == '#' || *trimmed == ';')
        return DONE;
    if (goes_on) {
        if (!r->areas->count || r->key >= KEY_COUNT)
            return wrong(r, line, "an indented line goes on with a value, but none stands above",
                         trimmed);
        struct section *s = &r->sections[r->areas->count - 1];
        s->values[r->key] = arena_printf(r->a, "%s %s", s->values[r->key], trimmed);
        return DONE;
    }
    return *text == '[' ? open_section(r, line, trimmed) : take_pair(r, line, trimmed);
}

/* One word of a phrase: its wildcard, its capitals, its stem. */
static struct element element_of(struct reader *r, const char *word, enum phrase_source source)
{
    struct element e = {.wild = strcmp(word, "*") == 0};
    char *folded = text_fold(r->a, word);
    size_t len = strlen(folded);
    e.prefix = !e.wild && (source == PHRASE_STEM || (len && folded[len - 1] == '*'));
    if (len && folded[len - 1] == '*')
        folded[--len] = '\0';
    bool upper = false, lower = false;
    for (const char *at = word; *at;) {
        uint32_t cp = text_next(&at);
        upper = upper || text_lower(cp) != cp;
        lower = lower || (text_lower(cp) == cp && (cp > 127 || (cp >= 'a' && cp <= 'z')));
    }
    e.capitals = upper && !lower && text_length(word) > 1;
    e.text = folded;
    if (!e.prefix && !e.capitals && !e.wild && source != PHRASE_ANY &&
        source != PHRASE_ASSOCIATION && len >= SHORTEST_STEMMED)
        e.stem = stemmer_stem(r->stemmer, r->a, folded);
    if (e.stem && text_length(e.stem) < SHORTEST_STEM)
        e.stem = NULL;
    e.capital = source == PHRASE_ASSOCIATION && upper && !e.capitals;
    return e;
}

static bool same_words(const struct phrase *a, const struct phrase *b)
{
    for (size_t i = 0; a->count == b->count && i < a->count; i++)
        if (strcmp(a->words[i].text, b->words[i].text) != 0 ||
            a->words[i].capitals != b->words[i].capitals ||
            a->words[i].prefix != b->words[i].prefix)
            return false;
    return a->count == b->count;
}

static enum outcome add_phrase(struct reader *r, const struct phrase *new, int line,
                               const char *text)
{
    struct areas *areas = r->areas;
    size_t *bucket = &areas->buckets[areas_bucket(new->words[0].text)];
    for (size_t i = *bucket; i; i = areas->phrases[i - 1].next) {
        const struct phrase *old = &areas->phrases[i - 1];
        if (!same_words(old, new))
            continue;
        if (old->area == new->area)
            return DONE;
        return wrong(
            r, line,
            arena_printf(r->a, "this word belongs to [%s] already", areas->list[old->area].id),
            text);
    }
    if (areas->phrase_count == r->room) {
        r->room = r->room ? 2 * r->room : 512;
        struct phrase *more = arena_array(r->a, r->room, sizeof *more);
        if (areas->phrase_count)
            memcpy(more, areas->phrases, areas->phrase_count * sizeof *more);
        areas->phrases = more;
    }
    struct phrase *p = &areas->phrases[areas->phrase_count++];
    *p = *new;
    p->next = *bucket;
    *bucket = areas->phrase_count;
    return DONE;
}

static enum outcome take_phrase(struct reader *r, size_t area, const char *text, int line,
                                enum phrase_source source)
{
    struct phrase p = {.area = area, .source = source};
    size_t count;
    char **words = text_split(r->a, text, " -/\t.'", &count);
    if (count == 0 || count > PHRASE_WORDS)
        return wrong(r, line, "a phrase has one to eight words", text);
    for (size_t i = 0; i < count; i++)
        p.words[p.count++] = element_of(r, words[i], source);
    if (p.words[0].wild || strlen(p.words[0].text) < (p.words[0].prefix ? 2 : 1))
        return wrong(r, line, "the first word of a phrase needs at least two letters", text);
    return add_phrase(r, &p, line, text);
}

static enum outcome take_words(struct reader *r, size_t area, enum key key,
                               enum phrase_source source)
{
    const struct section *s = &r->sections[area];
    if (!s->lines[key])
        return DONE;
    bool single = source == PHRASE_WORD || source == PHRASE_STEM;
    size_t count;
    char **pieces = text_split(r->a, s->values[key], single ? " \t" : ",", &count);
    for (size_t i = 0; i < count; i++)
        if (take_phrase(r, area, pieces[i], s->lines[key], source) != DONE)
            return NEVER;
    return DONE;
}

/* Parents by index; a parent that is not there and a loop among them are faults. */
static enum outcome tie_parents(struct reader *r)
{
    struct areas *areas = r->areas;
    areas->parent = arena_array(r->a, areas->count + 1, sizeof *areas->parent);
    for (size_t i = 0; i < areas->count; i++) {
        const char *parent = r->sections[i].values[KEY_PARENT];
        const struct area *found = text_blank(parent) ? NULL : areas_find(areas, parent);
        if (!found && !text_blank(parent))
            return wrong(r, r->sections[i].lines[KEY_PARENT], "there is no such parent", parent);
        areas->list[i].parent = found ? found->id : "";
        areas->parent[i] = found ? (size_t)(found - areas->list) : areas->count;
    }
    for (size_t i = 0; i < areas->count; i++) {
        size_t steps = 0;
        for (size_t up = areas->parent[i]; up < areas->count; up = areas->parent[up])
            if (++steps > areas->count || up == i)
                return wrong(r, r->sections[i].lines[KEY_PARENT], "the parents form a loop",
                             areas->list[i].id);
    }
    return DONE;
}

/* The keys that are "yes" or not there. */
static enum outcome take_flags(struct reader *r, size_t area)
{
    static const struct {
        enum key key;
        enum area_flag flag;
    } flags[] = {{KEY_SETTING, AREA_SETTING},
                 {KEY_YIELDS, AREA_YIELDS},
                 {KEY_BESIDE, AREA_BESIDE},
                 {KEY_FIRM, AREA_FIRM},
                 {KEY_UNIT, AREA_UNIT}};
    const struct section *s = &r->sections[area];
    for (size_t i = 0; i < sizeof flags / sizeof *flags; i++) {
        enum key key = flags[i].key;
        if (!s->lines[key])
            continue;
        if (strcmp(s->values[key], "yes") != 0)
            return wrong(r, s->lines[key],
                         arena_printf(r->a, "expected \"%s = yes\"", key_names[key]),
                         s->values[key]);
        r->areas->flags[area] |= flags[i].flag;
    }
    return DONE;
}

static enum outcome finish(struct reader *r)
{
    struct areas *areas = r->areas;
    if (!areas->count)
        return wrong(r, 1, "the file holds no area", "expected \"[id]\"");
    areas->flags = arena_array(r->a, areas->count, sizeof *areas->flags);
    for (size_t i = 0; i < areas->count; i++) {
        const struct section *s = &r->sections[i];
        areas->list[i].sv = s->values[KEY_SV];
        areas->list[i].en = text_blank(s->values[KEY_EN]) ? s->values[KEY_SV] : s->values[KEY_EN];
        if (take_flags(r, i) != DONE)
            return NEVER;
        if (text_blank(s->values[KEY_SV]))
            return wrong(r, s->line, "the area has no name, expected \"sv = …\"",
                         areas->list[i].id);
        if (take_words(r, i, KEY_WORDS, PHRASE_WORD) != DONE ||
            take_words(r, i, KEY_STEMS, PHRASE_STEM) != DONE ||
            take_words(r, i, KEY_PHRASES, PHRASE_PHRASE) != DONE ||
            take_words(r, i, KEY_ASSOCIATIONS, PHRASE_ASSOCIATION) != DONE ||
            take_words(r, i, KEY_ANY, PHRASE_ANY) != DONE ||
            take_words(r, i, KEY_EXCEPT, PHRASE_EXCEPT) != DONE)
            return NEVER;
    }
    return tie_parents(r);
}

enum outcome areas_read(struct arena *a, const char *name, const char *text, struct areas **out,
                        struct fault *f)
{
    struct reader r = {.a = a, .name = name, .f = f, .key = KEY_COUNT};
    r.areas = arena_alloc(a, sizeof *r.areas);
    r.areas->list = arena_array(a, MOST_AREAS, sizeof *r.areas->list);
    r.sections = arena_array(a, MOST_AREAS, sizeof *r.sections);
    if (!text_is_utf8(text, strlen(text)))
        return wrong(&r, 1, "the file is not UTF-8", name);
    char *copy = arena_strdup(a, text_starts(text, "\xEF\xBB\xBF") ? text + 3 : text);
    int line = 0;
    for (char *at = copy; at;) {
        char *stop = strchr(at, '\n');
        if (stop)
            *stop = '\0';
        if (take_line(&r, ++line, at) != DONE)
            return NEVER;
        at = stop ? stop + 1 : NULL;
    }
    r.stemmer = stemmer_new();
    enum outcome done = finish(&r);
    stemmer_free(&r.stemmer);
    if (done == DONE)
        *out = r.areas;
    return done;
}
