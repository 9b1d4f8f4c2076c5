/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * Where it takes place: on site, digitally, or as each chooses; and in which municipality.
 *
 * A place counts where the mail says that people meet there ("på Skene lasarett", "Plats: …"), not
 * where someone lives, comes from or works: the unit's own town is not enough, unless the meeting
 * is "hos oss". What is under a negation ("inte i Borås", "inget digitalt") does not count.
 */
#include <string.h>

#include "findings.h"
#include "places.h"
#include "when.h"
#include "zones.h"

enum { MOST_SPOTS = 24, STRONG = 4 };

struct spot {
    const char *municipality;
    int points;
    size_t first, end;
};

struct scene {
    const struct page *p;
    struct spot spots[MOST_SPOTS];
    size_t count;
    bool site, digital;
    size_t site_at, digital_at;
};

static const struct cue not_here[] = {
    {"från", 0},     {"bor", 0},         {"boende", 0},     {"skjuts", 0},  {"kommer från", 0},
    {"utom", 0},     {"universitet", 0}, {"tåg", 0},        {"buss", 0},    {"via", 0},
    {"öster om", 0}, {"jobbar", 0},      {"jag sitter", 0}, {"arbetar", 0}, {"kollega", 0},
    {"förra", 0},    {"sist", 0},        {"träffats", 0},   {"told", 0},    {"upptagning*", 0},
    {NULL, 0},
};

static const struct cue meets_here[] = {
    {"är på", 0},        {"är i", 0},        {"blir på", 0},     {"blir i", 0},
    {"besök*", 0},       {"arrangera*", 0},  {"ordna*", 0},      {"tillsammans i", 0},
    {"flyttar till", 0}, {"kurs*", 0},       {"*seminari*", 0},  {"restaurang*", 0},
    {"film*", 0},        {"spela* in", 0},   {"*dagen", 0},      {"adress", 0},
    {"stadshus*", 0},    {"*hus", 0},        {"*park", 0},       {"ses", 0},
    {"träff*", 0},       {"möt*", 0},        {"håll*", 0},       {"hålls", 0},
    {"äger rum", 0},     {"plats", 0},       {"lokal*", 0},      {"sal", 0},
    {"rum", 0},          {"rummet", 0},      {"aula*", 0},       {"hörsal*", 0},
    {"konferens*", 0},   {"sker", 0},        {"sitter", 0},      {"kväll*", 0},
    {"semin*", 0},       {"workshop*", 0},   {"hos oss", 0},     {"bjuder in", 0},
    {"här på", 0},       {"kommer till", 0}, {"komma till", 0},  {"inspel*", 0},
    {"antingen", 0},     {"kl", 0},          {"klockan", 0},     {"campus", 0},
    {"studio*", 0},      {"*dag", 0},        {"utbildning*", 0}, {"*sal*", 0},
    {"museum", 0},       {"hotell*", 0},     {"at", 0},          {"matsal*", 0},
    {"kommer hit", 0},   {"*möte*", 0},      {"föreläs*", 0},    {"apt", 0},
    {"på *hus*", 0},     {"intervju*", 0},   {"rundvandr*", 0},  {"*grupp*", 0},
    {NULL, 0},
};

static const struct cue at_ours[] = {
    {"hos oss", 0},
    {"här på", 0},
    {"i våra lokaler", 0},
    {"på mottagningen", 0},
    {"på avdelningen", 0},
    {"på vår mottagning", 0},
    {"på kliniken", 0},
    {"på sjukhuset", 0},
    {"i vår lokal", 0},
    {"i vårt konferensrum", 0},
    {"kommer hit", 0},
    {"komma hit", 0},
    {"på vår avdelning", 0},
    {"på enheten", 0},
    {"i vårt", 0},
    {"på plats hos", 0},
    {"på vårdcentralen", 0},
    {"i vårt personalrum", 0},
    {"på plats", 0},
    {"i vår *sal", 0},
    {NULL, 0},
};

static const struct cue on_line[] = {
    {"digitalt", 0},
    {"digital träff*", 0},
    {"digitala träff*", 0},
    {"digitala möt*", 0},
    {"digitalt möte", 0},
    {"digital workshop", 0},
    {"digital fokus*", 0},
    {"via teams", 0},
    {"på teams", 0},
    {"i teams", 0},
    {"över teams", 0},
    {"teams", 0},
    {"zoom", 0},
    {"skype", 0},
    {"webbinarium*", 0},
    {"webinar*", 0},
    {"online", 0},
    {"på distans", 0},
    {"videomöte*", 0},
    {"via länk", 0},
    {"på länk", 0},
    {"digitala *träff*", 0},
    {"delar skärm", 0},
    {"uppkoppl*", 0},
    {"koppla upp", 0},
    {"på webben via", 0},
    {"webbmöte*", 0},
    {"remotely", 0},
    {"digital medverkan", 0},
    {"videolänk", 0},
    {"digitala *möten", 0},
    {"med länk", 0},
    {"länk kan", 0},
    {"länk finns", 0},
    {"länk skickas", 0},
    {"en länk", 0},
    {"möteslänk*", 0},
    {"teamslänk*", 0},
    {"zoomlänk*", 0},
    {"på video", 0},
    {"via video", 0},
    {"videosamtal*", 0},
    {"videokonferens*", 0},
    {"digital anslutning", 0},
    {"digital närvaro", 0},
    {"digital uppkoppling", 0},
    {"ansluta digitalt", 0},
    {"delta hemifrån", 0},
    {"hybrid*", 0},
    {"är digital*", 0},
    {"blir digital*", 0},
    {"digital* *grupp*", 0},
    {"digital* intervju*", 0},
    {"digital* semin*", 0},
    {"digital* utbildning*", 0},
    {"digital* workshop*", 0},
    {"digital* samtal*", 0},
    {"digital* fokus*", 0},
    {"google meet", 0},
    {"digital", 0},
    {NULL, 0},
};

/* "digital" said of care or services is a subject, not a way to meet. */
static bool about_digital(const struct page *p, size_t i)
{
    return strcmp(cue_of(p, i, on_line)->pattern, "digital") == 0 &&
           form_label(p, i) != LABEL_FORMAT && form_label(p, i) != LABEL_PLACE;
}

static const struct cue refusals[] = {
    {"går inte", 0},     {"går liksom inte", 0}, {"inte digitalt", 0}, {"inget digitalt", 0},
    {"inte via", 0},     {"inte på teams", 0},   {"ej digitalt", 0},   {"inte på distans", 0},
    {"inte möjligt", 0}, {"fungerar inte", 0},   {"ingen digital", 0}, {"inte online", 0},
    {NULL, 0},
};

static bool refused(const struct page *p, size_t i)
{
    const struct sentence *s = &p->sentences[p->tokens[i].sentence];
    return p->tokens[i].negated || cue_in(p, s->first, s->end, refusals, NULL);
}

static void look_digital(struct scene *s, size_t i)
{
    static const struct cue broadcast[] = {
        {"sänds", 0}, {"streama*", 0}, {"livesänd*", 0}, {NULL, 0}};
    const struct sentence *x = &s->p->sentences[s->p->tokens[i].sentence];
    if (s->p->tokens[i].unit || cue_in(s->p, x->first, x->end, broadcast, NULL) ||
        !cue_of(s->p, i, on_line) || about_digital(s->p, i) || refused(s->p, i))
        return;
    if (!s->digital)
        s->digital_at = i;
    s->digital = true;
}

/* The first word of a venue's name that ends with a town: "Regionens Hus | Göteborg". */
static size_t venue_start(const struct page *p, size_t i)
{
    static const struct cue inner[] = {
        {"hus", 0},      {"sjukhus", 0},    {"folkhögskola", 0}, {"herrgård", 0}, {"konferens", 0},
        {"lasarett", 0}, {"konserthus", 0}, {"kongress", 0},     {"museum", 0},   {NULL, 0}};
    size_t first = i, least = p->sentences[p->tokens[i].sentence].first;
    while (first > least && i - first < 4) {
        const struct token *t = &p->tokens[first - 1];
        if (t->kind != TOKEN_WORD || t->line != p->tokens[first].line ||
            !(t->capital || cue_of(p, first - 1, inner)))
            break;
        first--;
    }
    return first < i && p->tokens[first].capital ? first : i;
}

/* "sker på Neonatalavdelningen, NÄL", not "vi på Neonatalavdelningen, NÄL". */
static bool unit_is_venue(const struct page *p, size_t i)
{
    static const struct cue ours[] = {{"vi på", 0},     {"oss på", 0},     {"jag på", 0},
                                      {"jobbar på", 0}, {"arbetar på", 0}, {"samordnare på", 0},
                                      {NULL, 0}};
    while (i > 0 && p->tokens[i - 1].unit)
        i--;
    if (i > 1 && mark_at(p, i - 1, ",") && p->tokens[i - 2].kind == TOKEN_DIGITS)
        return true; /* "den 24/2, kl 14-15, Kvinnokliniken på Östra" */
    return i > 1 && cue_at(p, i - 1, "på") && !cue_of(p, i - 2, ours);
}

static const struct cue past_meetings[] = {
    {"träffats", 0}, {"det var på", 0}, {"förra", 0}, {"i fjol", 0}, {"sist", 0}, {NULL, 0},
};

/* "Fredag 5 mars 8.30-12. Nordhemskliniken, Göteborg.": a venue and nothing else, behind a time. */
static bool bare_venue(const struct page *p, const struct sentence *s)
{
    enum { VENUE_TOKENS = 7 };
    if (s->first < 2 || s->end - s->first > VENUE_TOKENS || p->tokens[s->first].zone != ZONE_BODY)
        return false;
    const struct token *before = &p->tokens[s->first - 1];
    return before->kind == TOKEN_DIGITS ||
           (before->kind == TOKEN_MARK && p->tokens[s->first - 2].kind == TOKEN_DIGITS);
}

/* Points of a place: how plainly the mail says that people meet there. */
static int place_points(const struct page *p, size_t i, size_t end)
{
    const struct sentence *s = &p->sentences[p->tokens[i].sentence];
    enum label label = form_label(p, i);
    if (label == LABEL_PLACE || label == LABEL_TIME || label == LABEL_DATE)
        return 10;
    if (label == LABEL_UNIT || label == LABEL_CONTACT || label == LABEL_OTHER)
        return 0;
    bool subject = p->tokens[i].zone == ZONE_SUBJECT;
    size_t venue = p->tokens[i].unit ? i : venue_start(p, i);
    const char *before = venue ? p->tokens[venue - 1].word : "";
    bool preposition = strcmp(before, "utanför") == 0 || strcmp(before, "blir") == 0 ||
                       strcmp(before, "i") == 0 || strcmp(before, "på") == 0 ||
                       strcmp(before, "vid") == 0 || strcmp(before, "in") == 0 ||
                       strcmp(before, "at") == 0;
    bool comma = venue && (mark_at(p, venue - 1, ",") || mark_at(p, venue - 1, ":"));
    if (cue_in(p, s->first, s->end, past_meetings, NULL))
        return 0;
    preposition = preposition || (p->tokens[i].unit && unit_is_venue(p, i));
    size_t back = i > 10 && i - 10 > s->first ? i - 10 : s->first;
    int points = preposition ? 3 : comma ? 2 : 1;
    if (subject)
        points = preposition || comma ? 3 : 1;
    points += cue_in(p, s->first, end, meets_here, NULL) ? 2 : 0;
    points += p->tokens[i].unit && !unit_is_venue(p, i) ? -2 : 0;
    points += bare_venue(p, s) ? 2 : 0;
    if (cue_in(p, i > 4 && i - 4 > s->first ? i - 4 : s->first, i, not_here, NULL))
        return 0;
    points += cue_in(p, back, i, at_ours, NULL) ? 2 : 0;
    return points;
}

static void look_place(struct scene *s, size_t i)
{
    size_t used;
    const struct page *p = s->p;
    const char *municipality = place_at(p, i, &used);
    if (!municipality || refused(p, i) || s->count == MOST_SPOTS)
        return;
    /* "Vara" and "Mark" are words too where a sentence starts */
    const struct sentence *sentence = &p->sentences[p->tokens[i].sentence];
    bool word_too = strlen(municipality) <= 4 && used == 1;
    if (word_too && i == sentence->first)
        return;
    s->spots[s->count++] = (struct spot){municipality, place_points(p, i, i + used), i, i + used};
}

/* A venue without a town: a room, "hos oss", a street. */
static void look_site(struct scene *s, size_t i)
{
    static const struct cue venues[] = {
        {"hos oss", 0},
        {"i våra lokaler", 0},
        {"konferensrum*", 0},
        {"här på kliniken", 0},
        {"här på mottagningen", 0},
        {"vi håller till", 0},
        {"på plats", 0},
        {"kommer hit", 0},
        {"komma hit", 0},
        {"aula*", 0},
        {"aulan", 0},
        {"hörsal*", 0},
        {"i vårt", 0},
        {"i sal", 0},
        {"fysiskt", 0},
        {"fysisk träff", 0},
        {"sammanträdesrum*", 0},
        {"på vår mottagning", 0},
        {"personalrum*", 0},
        {"matsal*", 0},
        {"församlingshem*", 0},
        {"bygdegård*", 0},
        {"stadshus*", 0},
        {"kommunhus*", 0},
        {"folkets hus", 0},
        {"kulturhus*", 0},
        {"medborgarhus*", 0},
        {"stadsbibliotek*", 0},
        {"hotell*", 0},
        {"herrgård*", 0},
        {"konferenscent*", 0},
        {"samlingssal*", 0},
        {"föreningslokal*", 0},
        {"lokal :", 0},
        {NULL, 0},
    };
    enum label label = form_label(s->p, i);
    bool field = label == LABEL_PLACE && i == s->p->lines[s->p->tokens[i].line].value &&
                 !cue_of(s->p, i, on_line);
    const struct sentence *x = &s->p->sentences[s->p->tokens[i].sentence];
    bool home = cue_of(s->p, i, at_ours) && cue_in(s->p, x->first, x->end, meets_here, NULL);
    if (!field && ((!cue_of(s->p, i, venues) && !home) || refused(s->p, i)))
        return;
    if (!s->site)
        s->site_at = i;
    s->site = true;
}

/* Meetings "hos oss" are where the unit is: a town in its name tells. */
static void look_home(struct scene *s)
{
    size_t at, used;
    bool ours = false;
    for (size_t n = 0; n < s->p->sentence_count && !ours; n++) {
        const struct sentence *x = &s->p->sentences[n];
        ours = s->p->tokens[x->first].zone < ZONE_SIGNATURE &&
               cue_in(s->p, x->first, x->end, at_ours, &at) && !s->p->tokens[at].negated;
    }
    if (!ours)
        return;
    for (size_t i = 0; i < s->p->count && s->count < MOST_SPOTS; i++) {
        if (!s->p->tokens[i].unit)
            continue;
        const char *municipality = place_at(s->p, i, &used);
        if (municipality)
            s->spots[s->count++] = (struct spot){municipality, STRONG, i, i + used};
    }
}

static const struct spot *best_spot(const struct scene *s, bool *tied)
{
    const struct spot *best = NULL;
    *tied = false;
    for (size_t i = 0; i < s->count; i++) {
        const struct spot *spot = &s->spots[i];
        if (best && spot->points == best->points &&
            strcmp(spot->municipality, best->municipality) != 0)
            *tied = true;
        if (!best || spot->points > best->points) {
            best = spot;
            *tied = false;
        }
    }
    /* "i Angered, Göteborg", "i Hovås, Göteborg": the last of a row says which municipality */
    return best;
}

/* "den som vill kan vara med digitalt": a choice, though no place is named. */
static bool by_choice(const struct scene *s)
{
    static const struct cue choices[] = {
        {"den som", 0},     {"den som vill", 0},   {"om man vill", 0},   {"också", 0},
        {"även", 0},        {"antingen", 0},       {"möjlighet att", 0}, {"går det bra", 0},
        {"sitta hemma", 0}, {"möjlighet till", 0}, {"om man hellre", 0}, {NULL, 0},
    };
    const struct sentence *x = &s->p->sentences[s->p->tokens[s->digital_at].sentence];
    return s->digital && cue_in(s->p, x->first, x->end, choices, NULL);
}

static void tell_format(struct findings *f, const struct scene *s, bool placed, size_t place)
{
    size_t site = placed ? place : s->site_at;
    if (s->digital && (placed || s->site || by_choice(s)))
        find_fact(f, FACT_FORMAT, "hybrid", page_sentence(s->p, s->digital_at));
    else if (s->digital)
        find_fact(f, FACT_FORMAT, "digital", page_sentence(s->p, s->digital_at));
    else if (placed || s->site)
        find_fact(f, FACT_FORMAT, "on_site", page_sentence(s->p, site));
}

void find_place(struct findings *f)
{
    struct scene s = {.p = f->page};
    for (size_t i = 0; i < f->page->count; i++) {
        if (f->page->tokens[i].zone >= ZONE_SIGNATURE)
            continue;
        look_digital(&s, i);
        look_place(&s, i);
        look_site(&s, i);
    }
    bool tied;
    const struct spot *spot = best_spot(&s, &tied);
    if (!spot || spot->points < STRONG)
        look_home(&s);
    spot = best_spot(&s, &tied);
    bool placed = spot && spot->points >= STRONG;
    tell_format(f, &s, placed, placed ? spot->first : 0);
    if (!spot || (s.digital && !placed))
        return;
    const char *source = page_slice(f->page, spot->first, spot->end);
    if (placed && !tied)
        find_fact(f, FACT_MUNICIPALITY, spot->municipality, source);
    else if (spot->points > 1)
        for (size_t i = 0; i < s.count; i++)
            if (s.spots[i].points == spot->points)
                find_proposal(f, FACT_MUNICIPALITY, s.spots[i].municipality,
                              page_slice(f->page, s.spots[i].first, s.spots[i].end),
                              tied ? "ambiguous" : "indirect");
}
