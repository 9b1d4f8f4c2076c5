/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * Form mails: lines "Fält: värde", also with '=', a tab or '|' between, or with the value on the
 * next line when the mail clearly is a form.
 *
 * Only fields that we know get a label; "Viktigt: ring mig" stays running text. A description goes
 * on over the lines below its label.
 */
#include <string.h>

#include "base/text.h"
#include "zones.h"

enum { LABEL_WORDS = 7, FORM_LINES = 3 };

static const struct cue labels[] = {
    {"antal deltagare i publik*", LABEL_OTHER},
    {"deltagare i publik*", LABEL_OTHER},
    {"publik", LABEL_OTHER},
    {"antal åhörare", LABEL_OTHER},
    {"målgrupp", LABEL_AREAS},
    {"övriga deltagare", LABEL_OTHER},
    {"andra deltagare", LABEL_OTHER},
    {"medarbetare", LABEL_OTHER},
    {"antal medarbetare", LABEL_OTHER},
    {"dnr", LABEL_OTHER},
    {"diarienummer", LABEL_OTHER},
    {"bokningsn*", LABEL_OTHER},
    {"ärendenummer", LABEL_OTHER},
    {"besöksadress", LABEL_OTHER},
    {"postadress", LABEL_OTHER},
    {"adress", LABEL_PLACE},
    {"beställt av", LABEL_CONTACT},
    {"beställare", LABEL_CONTACT},
    {"enhet*", LABEL_UNIT},
    {"verksamhet*", LABEL_UNIT},
    {"mottagning", LABEL_UNIT},
    {"avdelning", LABEL_UNIT},
    {"klinik", LABEL_UNIT},
    {"arbetsplats", LABEL_UNIT},
    {"unit", LABEL_UNIT},
    {"kontaktperson*", LABEL_CONTACT},
    {"kontakt", LABEL_CONTACT},
    {"ansvarig", LABEL_CONTACT},
    {"uppdragsansvarig", LABEL_CONTACT},
    {"namn", LABEL_CONTACT},
    {"contact*", LABEL_CONTACT},
    {"telefon*", LABEL_PHONE},
    {"tel", LABEL_PHONE},
    {"tfn", LABEL_PHONE},
    {"mobil*", LABEL_PHONE},
    {"phone", LABEL_PHONE},
    {"e post*", LABEL_EMAIL},
    {"epost*", LABEL_EMAIL},
    {"mejl*", LABEL_EMAIL},
    {"mail", LABEL_EMAIL},
    {"ansvar", LABEL_COST},
    {"ansvar *", LABEL_COST},
    {"kst", LABEL_COST},
    {"kostnadsställe*", LABEL_COST},
    {"faktura*", LABEL_COST},
    {"referens*", LABEL_COST},
    {"ansvarskod", LABEL_COST},
    {"antal", LABEL_PEOPLE},
    {"antal *", LABEL_PEOPLE},
    {"hur många", LABEL_PEOPLE},
    {"hur många *", LABEL_PEOPLE},
    {"medverkande", LABEL_PEOPLE},
    {"önskade medverkande", LABEL_PEOPLE},
    {"vi söker", LABEL_PEOPLE},
    {"söker", LABEL_PEOPLE},
    {"önskemål", LABEL_PEOPLE},
    {"vilka", LABEL_PEOPLE},
    {"vem", LABEL_PEOPLE},
    {"behov", LABEL_PEOPLE},
    {"deltagare", LABEL_PEOPLE},
    {"personer", LABEL_PEOPLE},
    {"patientföreträdare", LABEL_PEOPLE},
    {"datum*", LABEL_DATE},
    {"dag", LABEL_DATE},
    {"dagar", LABEL_DATE},
    {"när", LABEL_DATE},
    {"tillfälle*", LABEL_DATE},
    {"date", LABEL_DATE},
    {"tid*", LABEL_TIME},
    {"tid och plats", LABEL_TIME},
    {"klockslag", LABEL_TIME},
    {"klockan", LABEL_TIME},
    {"time", LABEL_TIME},
    {"plats", LABEL_PLACE},
    {"var", LABEL_PLACE},
    {"lokal", LABEL_PLACE},
    {"ort", LABEL_PLACE},
    {"where", LABEL_PLACE},
    {"place", LABEL_PLACE},
    {"form", LABEL_FORMAT},
    {"format", LABEL_FORMAT},
    {"mötesform", LABEL_FORMAT},
    {"digitalt *", LABEL_FORMAT},
    {"typ av uppdrag", LABEL_KIND},
    {"uppdrag", LABEL_KIND},
    {"typ", LABEL_KIND},
    {"aktivitet", LABEL_KIND},
    {"arrangemang*", LABEL_KIND},
    {"vad", LABEL_KIND},
    {"sammanhang", LABEL_KIND},
    {"diagnos*", LABEL_AREAS},
    {"erfarenhet*", LABEL_AREAS},
    {"önskad erfarenhet*", LABEL_AREAS},
    {"område*", LABEL_AREAS},
    {"erfarenhetsområde*", LABEL_AREAS},
    {"ämne", LABEL_AREAS},
    {"tema", LABEL_AREAS},
    {"patient eller närstående", LABEL_PERSPECTIVE},
    {"patient / närstående", LABEL_PERSPECTIVE},
    {"perspektiv", LABEL_PERSPECTIVE},
    {"ersättning*", LABEL_COMPENSATION},
    {"arvode*", LABEL_COMPENSATION},
    {"svar *", LABEL_RESPOND},
    {"svar", LABEL_RESPOND},
    {"svar senast", LABEL_RESPOND},
    {"svar till oss", LABEL_RESPOND},
    {"svar önskas *", LABEL_RESPOND},
    {"svarsdatum", LABEL_RESPOND},
    {"sista svarsda*", LABEL_RESPOND},
    {"sista svarsdag", LABEL_RESPOND},
    {"besked senast", LABEL_RESPOND},
    {"besked", LABEL_RESPOND},
    {"återkoppling*", LABEL_RESPOND},
    {"osa", LABEL_RESPOND},
    {"deadline*", LABEL_RESPOND},
    {"senast", LABEL_RESPOND},
    {"reply by", LABEL_RESPOND},
    {"väg", LABEL_ROUTE},
    {"förening*", LABEL_ROUTE},
    {"förening eller pool", LABEL_ROUTE},
    {"beskrivning*", LABEL_DESCRIPTION},
    {"syfte", LABEL_DESCRIPTION},
    {"bakgrund", LABEL_DESCRIPTION},
    {"uppdragsbeskrivning", LABEL_DESCRIPTION},
    {"beskrivning av uppdraget", LABEL_DESCRIPTION},
    {NULL, 0},
};

/*
 * In a mail that clearly is a form, a label in words of its own ("Vad gäller det?", "Namn på
 * enhet", "Faktureringsreferens") is known by the word in it; the first that matches counts.
 */
static const struct cue keywords[] = {
    {"publik*", LABEL_OTHER},
    {"åhörare", LABEL_OTHER},
    {"diarie*", LABEL_OTHER},
    {"*adress", LABEL_OTHER},
    {"*telefon*", LABEL_PHONE},
    {"mobil*", LABEL_PHONE},
    {"tel", LABEL_PHONE},
    {"e - post*", LABEL_EMAIL},
    {"epost*", LABEL_EMAIL},
    {"mejl*", LABEL_EMAIL},
    {"mail*", LABEL_EMAIL},
    {"*svar", LABEL_RESPOND},
    {"*svarsda*", LABEL_RESPOND},
    {"besked", LABEL_RESPOND},
    {"senast", LABEL_RESPOND},
    {"senaste", LABEL_RESPOND},
    {"deadline", LABEL_RESPOND},
    {"arvod*", LABEL_COMPENSATION},
    {"*ersättning*", LABEL_COMPENSATION},
    {"betal*", LABEL_COMPENSATION},
    {"kostnads*", LABEL_COST},
    {"faktur*", LABEL_COST},
    {"*referens*", LABEL_COST},
    {"ansvar", LABEL_COST},
    {"ansvarsn*", LABEL_COST},
    {"*förening*", LABEL_ROUTE},
    {"patient eller närstående", LABEL_PERSPECTIVE},
    {"närstående", LABEL_PERSPECTIVE},
    {"perspektiv", LABEL_PERSPECTIVE},
    {"antal", LABEL_PEOPLE},
    {"många", LABEL_PEOPLE},
    {"datum*", LABEL_DATE},
    {"tillfäll*", LABEL_DATE},
    {"när", LABEL_DATE},
    {"dag", LABEL_DATE},
    {"tid*", LABEL_TIME},
    {"klock*", LABEL_TIME},
    {"*plats*", LABEL_PLACE},
    {"lokal*", LABEL_PLACE},
    {"var", LABEL_PLACE},
    {"ort", LABEL_PLACE},
    {"digital*", LABEL_FORMAT},
    {"mötesform*", LABEL_FORMAT},
    {"*erfarenhet*", LABEL_AREAS},
    {"diagnos*", LABEL_AREAS},
    {"område*", LABEL_AREAS},
    {"ämne", LABEL_AREAS},
    {"tema*", LABEL_AREAS},
    {"enhet*", LABEL_UNIT},
    {"verksamhet*", LABEL_UNIT},
    {"mottagning*", LABEL_UNIT},
    {"klinik*", LABEL_UNIT},
    {"avdelning*", LABEL_UNIT},
    {"kontakt*", LABEL_CONTACT},
    {"namn", LABEL_CONTACT},
    {"beställ*", LABEL_CONTACT},
    {"vem", LABEL_PEOPLE},
    {"vilka", LABEL_PEOPLE},
    {"uppdragets syfte", LABEL_DESCRIPTION},
    {"om uppdraget", LABEL_DESCRIPTION},
    {"beskriv*", LABEL_DESCRIPTION},
    {"syfte*", LABEL_DESCRIPTION},
    {"bakgrund*", LABEL_DESCRIPTION},
    {"uppdrag*", LABEL_KIND},
    {"aktivitet*", LABEL_KIND},
    {"typ", LABEL_KIND},
    {"vad gäller", LABEL_KIND},
    {"format", LABEL_FORMAT},
    {"form", LABEL_FORMAT},
    {NULL, 0},
};

/* The token that ends a label: ':', '=', '|', or the last before a tab. count: none. */
static size_t label_end(const struct page *p, const struct line *l, size_t first, bool *mark)
{
    for (size_t i = first; i < l->end && i < first + LABEL_WORDS; i++) {
        const struct token *t = &p->tokens[i];
        *mark = t->kind == TOKEN_MARK && strchr(":=|?", t->word[0]) && !t->word[1];
        if (*mark && i > first)
            return i;
        if (t->kind == TOKEN_MARK && !strchr("-/()'\"", t->word[0]))
            return p->count;
        if (i > first && memchr(p->text + p->tokens[i - 1].end, '\t', t->at - p->tokens[i - 1].end))
            return i;
    }
    return p->count;
}

/* The label whose pattern is exactly the tokens first … end-1, what stands in parentheses apart. */
static enum label label_named(const struct page *p, size_t first, size_t end)
{
    for (size_t i = first; i < end; i++)
        if (p->tokens[i].word[0] == '(' && i > first)
            end = i;
    for (const struct cue *c = labels; c->pattern; c++)
        if (cue_at(p, first, c->pattern) == end - first)
            return (enum label)c->what;
    return LABEL_NONE;
}

static enum label label_about(const struct page *p, size_t first, size_t end)
{
    for (const struct cue *c = keywords; c->pattern; c++)
        for (size_t i = first; i < end; i++) {
            size_t used = cue_at(p, i, c->pattern);
            if (used && i + used <= end)
                return (enum label)c->what;
        }
    return LABEL_NONE;
}

static size_t after_bullet(const struct page *p, const struct line *l)
{
    size_t first = l->first;
    while (first < l->end && p->tokens[first].kind == TOKEN_MARK)
        first++;
    return first;
}

/* Labels the lines that have none and begin with one; how many more have one now. */
static size_t label_lines(struct page *p, enum label (*named)(const struct page *, size_t, size_t))
{
    size_t found = 0;
    for (size_t i = 1; i < p->line_count; i++) {
        struct line *l = &p->lines[i];
        size_t first = after_bullet(p, l);
        bool mark = false;
        size_t end = l->label == LABEL_NONE ? label_end(p, l, first, &mark) : p->count;
        if (end >= p->count || p->tokens[first].kind != TOKEN_WORD)
            continue;
        l->label = named(p, first, end);
        l->value = mark ? end + 1 : end;
        found += l->label != LABEL_NONE;
    }
    return found;
}

/* The lines below a description in a form, up to an empty line or the next label, belong to it. */
static void go_on(struct page *p)
{
    for (size_t i = 1; i + 1 < p->line_count; i++) {
        const struct line *l = &p->lines[i];
        struct line *next = &p->lines[i + 1];
        bool mark;
        if (l->label != LABEL_DESCRIPTION || next->label != LABEL_NONE ||
            next->first == next->end || label_end(p, next, after_bullet(p, next), &mark) < p->count)
            continue;
        next->label = LABEL_DESCRIPTION;
        next->value = next->first;
        next->goes_on = true;
    }
}

/* In a form, a line that is nothing but a label has its value on the next line. */
static void label_stacked(struct page *p)
{
    size_t alone = 0;
    for (int pass = 0; pass < 2; pass++)
        for (size_t i = 1; i + 1 < p->line_count; i++) {
            struct line *l = &p->lines[i];
            if (l->first == l->end || l->label != LABEL_NONE)
                continue;
            enum label label = label_named(p, l->first, l->end);
            if (label == LABEL_NONE)
                continue;
            if (pass == 0) {
                alone++;
            } else if (alone >= FORM_LINES) {
                l->label = label;
                l->value = l->end;
            }
        }
}

/* A label without a value takes the next line that holds anything and is no label itself. */
static void hand_down(struct page *p)
{
    for (size_t i = 1; i + 1 < p->line_count; i++) {
        struct line *l = &p->lines[i];
        if (l->label == LABEL_NONE || l->value < l->end)
            continue;
        size_t next = i + 1;
        while (next < p->line_count && next < i + 3 && p->lines[next].first == p->lines[next].end)
            next++;
        if (next >= p->line_count || p->lines[next].label != LABEL_NONE)
            continue;
        p->lines[next].label = l->label;
        p->lines[next].value = p->lines[next].first;
        l->label = LABEL_NONE;
        i = next;
    }
}

void form_labels(struct page *p)
{
    if (label_lines(p, label_named) >= FORM_LINES)
        label_lines(p, label_about);
    label_stacked(p);
    hand_down(p);
    go_on(p);
}

enum label form_label(const struct page *p, size_t token)
{
    const struct line *l = &p->lines[p->tokens[token].line];
    return token >= l->value ? l->label : LABEL_NONE;
}

const struct line *form_field(const struct page *p, enum label label)
{
    for (size_t i = 0; i < p->line_count; i++)
        if (p->lines[i].label == label && p->lines[i].value < p->lines[i].end &&
            p->lines[i].zone == ZONE_BODY)
            return &p->lines[i];
    return NULL;
}

const char *form_value(const struct page *p, const struct line *field)
{
    size_t end = field->end;
    for (const struct line *l = field + 1; l < p->lines + p->line_count && l->goes_on; l++)
        end = l->end;
    return page_slice(p, field->value, end);
}
