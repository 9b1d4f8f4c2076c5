/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * A signature's lines, cut into pieces: name, title, phone, address, and what is left, among which
 * the unit stands.
 */
#include "signature.h"

#include <string.h>

#include "when.h"

static const struct cue titles[] = {
    {"*läkare", 0},
    {"*sköterska", 0},
    {"*chef", 0},
    {"*kurator", 0},
    {"logoped*", 0},
    {"*terapeut", 0},
    {"*dietist", 0},
    {"*psykolog", 0},
    {"*pedagog", 0},
    {"*samordnare", 0},
    {"*utvecklare", 0},
    {"*ledare", 0},
    {"*barnmorska", 0},
    {"*ingenjör", 0},
    {"*adjunkt", 0},
    {"*doktorand", 0},
    {"*lektor", 0},
    {"professor", 0},
    {"*forskare", 0},
    {"*handläggare", 0},
    {"*administratör", 0},
    {"*koordinator", 0},
    {"*hygienist", 0},
    {"*kommunikatör", 0},
    {"*strateg", 0},
    {"*sekreterare", 0},
    {"*designer", 0},
    {"*konsult", 0},
    {"student", 0},
    {"*assistent", 0},
    {"leg", 0},
    {"hen", 0},
    {"projektleder", 0},
    {"docent", 0},
    {"*specialist", 0},
    {"*controller", 0},
    {"*rådgivare", 0},
    {"senior lecturer", 0},
    {"lecturer", 0},
    {"*gymnast", 0},
    {"*lärare", 0},
    {"*fysiker", 0},
    {"*optiker", 0},
    {"*biträde", 0},
    {"*ombud", 0},
    {"*expert", 0},
    {"*redaktör", 0},
    {"undersköterska", 0},
    {"med dr", 0},
    {"*farmaceut", 0},
    {"apotekare", 0},
    {"*direktör", 0},
    {"phd", 0},
    {"*ansvarig", 0},
    {"*analytiker", 0},
    {"*projektledare", 0},
    {"hon", 0},
    {"han", 0},
    {"*tekniker", 0},
    {"*tolk", 0},
    {"*sjuksköterska", 0},
    {"*distriktssköterska", 0},
    {"receptarie", 0},
    {"*praktiker", 0},
    {"*koordinatör", 0},
    {"*utredare", 0},
    {"*sjukgymnast", 0},
    {"manager", 0},
    {"*ombudsman", 0},
    {"ordförande", 0},
    {"stabschef", 0},
    {"researcher", 0},
    {"*diakon", 0},
    {"nurse", 0},
    {"*audionom", 0},
    {"*handlare", 0},
    {"*ägare", 0},
    {"*arkitekt", 0},
    {"*bibliotekarie", 0},
    {"registrator", 0},
    {"ssk", 0},
    {"usk", 0},
    {"*coach", 0},
    {"*inspektör", 0},
    {"*planerare", 0},
    {"*jurist", 0},
    {"*ekonom", 0},
    {"*statistiker", 0},
    {"*instruktör", 0},
    {"coordinator", 0},
    {"professor *", 0},
    {NULL, 0},
};

static const struct cue small_words[] = {
    {"och", 0},       {"i", 0},          {"för", 0},     {"st", 0},  {"specialist*", 0},
    {"tf", 0},        {"bitr", 0},       {"dr", 0},      {"med", 0}, {"ux", 0},
    {"vice", 0},      {"biträdande", 0}, {"leg", 0},     {"av", 0},  {"medicinskt", 0},
    {"medicinsk", 0}, {"senior", 0},     {"project", 0}, {"it", 0},  {"hr", 0},
    {NULL, 0},
};

static const struct cue addresses[] = {
    {"besöksadress", 0}, {"postadress", 0}, {"www", 0},     {"http*", 0}, {"e - post*", 0},
    {"e-post", 0},       {"epost*", 0},     {"mejl*", 0},   {"mail*", 0}, {"*gatan", 0},
    {"*vägen", 0},       {"box", 0},        {"skickat", 0}, {"följ", 0},  {"hämta", 0},
    {"adress", 0},       {"sent from", 0},  {NULL, 0},
};

static const struct cue phone_words[] = {
    {"tel*", 0},        {"tfn", 0},    {"mobil*", 0}, {"direkt*", 0}, {"växel*", 0},
    {"tidbokning*", 0}, {"mitt *", 0}, {"nås", 0},    {"phone", 0},   {"fax", 0},
    {"mob", 0},         {"t", 0},      {"m", 0},      {NULL, 0},
};

static const struct cue goodbyes[] = {
    {"med vänlig*", 0}, {"vänlig*", 0}, {"mvh", 0},       {"hälsning*", 0}, {"* hälsning*", 0},
    {"allt gott", 0},   {"kram*", 0},   {"hälsar", 0},    {"hälsn", 0},     {"best", 0},
    {"kind", 0},        {"regards", 0}, {"bedste", 0},    {"* hilsen", 0},  {"vh", 0},
    {"med bästa*", 0},  {"tack*", 0},   {"sincerely", 0}, {"warm", 0},      {"yours", 0},
    {"ha det", 0},      {"må så", 0},   {"med varm*", 0}, {NULL, 0},
};

bool title_word(const struct page *p, size_t i)
{
    return cue_of(p, i, titles) != NULL;
}

bool title_only(const struct page *p, size_t first, size_t end)
{
    bool titled = false;
    for (size_t i = first; i < end; i++) {
        bool title = title_word(p, i);
        /* "HR-specialist": a title in two parts */
        bool compound = i + 2 < end && mark_at(p, i + 1, "-") && !p->tokens[i + 1].gap &&
                        !p->tokens[i + 2].gap && title_word(p, i + 2);
        bool passing = p->tokens[i].kind == TOKEN_MARK || cue_of(p, i, small_words) ||
                       !p->tokens[i].capital || compound;
        /* "överläkare, medicin": what follows a title in small letters belongs to it */
        if (!title && !passing && !(titled && end - first <= 2 && !cue_at(p, i, "*mottagning*")))
            return false;
        titled = titled || title;
    }
    return titled;
}

static size_t digits_in(const struct page *p, size_t first, size_t end)
{
    size_t n = 0;
    for (size_t i = first; i < end; i++)
        if (p->tokens[i].kind == TOKEN_DIGITS)
            n += strlen(p->tokens[i].word);
    return n;
}

/* A word of the author's name. */
static bool is_name_word(const struct page *p, size_t i)
{
    const char *name = p->from_name;
    size_t len = p->tokens[i].end - p->tokens[i].at;
    for (const char *at = name; (at = strstr(at, " ")) || *name;) {
        size_t n = strcspn(name, " -");
        if (n == len && memcmp(name, p->text + p->tokens[i].at, len) == 0)
            return true;
        name += n + strspn(name + n, " -");
        at = name;
    }
    return false;
}

static bool two_capitals(const struct page *p, size_t first, size_t end)
{
    size_t words = 0;
    for (size_t i = first; i < end; i++) {
        if (p->tokens[i].kind == TOKEN_MARK)
            continue;
        if (p->tokens[i].kind != TOKEN_WORD || !p->tokens[i].capital)
            return false;
        words++;
    }
    return words >= 2 && words <= 4;
}

static enum piece_kind kind_of(const struct page *p, const struct piece *x, size_t order)
{
    size_t first = x->first;
    if (cue_of(p, first, goodbyes))
        return PIECE_CLOSING;
    if (digits_in(p, x->first, x->end) >= 7 || cue_of(p, first, phone_words))
        return PIECE_PHONE;
    if (cue_in(p, x->first, x->end, addresses, NULL))
        return PIECE_ADDRESS;
    for (size_t i = x->first; i < x->end; i++)
        if (mark_at(p, i, "@"))
            return PIECE_ADDRESS;
    if (is_name_word(p, first))
        return PIECE_NAME;
    if (title_only(p, x->first, x->end))
        return PIECE_TITLE;
    return order == 0 && two_capitals(p, x->first, x->end) ? PIECE_NAME : PIECE_OTHER;
}

static void add(struct signature *s, const struct page *p, size_t first, size_t end)
{
    while (first < end && p->tokens[first].kind == TOKEN_MARK &&
           !strchr("(+", p->tokens[first].word[0]))
        first++;
    while (end > first && p->tokens[end - 1].kind == TOKEN_MARK &&
           p->tokens[end - 1].word[0] != ')')
        end--;
    if (first >= end || s->count == MOST_PIECES)
        return;
    size_t named = 0;
    for (size_t i = 0; i < s->count; i++)
        named += s->pieces[i].kind == PIECE_NAME || s->pieces[i].kind == PIECE_OTHER;
    struct piece *x = &s->pieces[s->count++];
    *x = (struct piece){.first = first, .end = end};
    x->kind = kind_of(p, x, named);
}

/* "Mvh Dag Wikander, ST-läkare": what stands behind the closing words is a piece of its own. */
static size_t past_goodbye(const struct page *p, size_t first, size_t end)
{
    if (!cue_of(p, first, goodbyes))
        return first;
    for (size_t i = first; i < end; i++)
        if (p->tokens[i].capital && i > first && !cue_of(p, i, goodbyes))
            return i;
    return end;
}

/* One line of the signature: cut at '|', and at commas behind a name or a title. */
static void cut(struct signature *s, const struct page *p, size_t first, size_t end)
{
    size_t name = past_goodbye(p, first, end);
    add(s, p, first, name);
    size_t start = name;
    bool personal = true;
    for (size_t i = name; i < end; i++) {
        if (mark_at(p, i, ",") && personal &&
            (is_name_word(p, start + (p->tokens[start].kind == TOKEN_MARK && start + 1 < end)) ||
             title_only(p, start, i) || two_capitals(p, start, i) ||
             (p->tokens[start].word[0] == '/'))) {
            /* "Folktandvården Mariestad, Äldretandvården" is no name */
            if (!cue_at(p, start, "*vården") && !cue_at(p, start, "*kliniken") &&
                !cue_at(p, start, "*mottagningen") && !cue_at(p, start, "*avdelningen") &&
                !cue_at(p, i ? i - 1 : 0, "sjukhus")) {
                add(s, p, start, i);
                start = i + 1;
            } else {
                personal = false;
            }
        } else if (mark_at(p, i, "|") || mark_at(p, i, "\xE2\x80\xA2")) {
            add(s, p, start, i);
            start = i + 1;
        } else if (mark_at(p, i, ",") && digits_in(p, i + 1, end) >= 7 && i + 1 < end &&
                   (p->tokens[i + 1].kind == TOKEN_DIGITS || cue_of(p, i + 1, phone_words))) {
            add(s, p, start, i);
            start = i + 1;
        }
    }
    add(s, p, start, end);
}

void signature_read(const struct page *p, struct signature *out)
{
    *out = (struct signature){.count = 0};
    for (size_t i = 0; i < p->line_count; i++) {
        const struct line *l = &p->lines[i];
        size_t first = l->first, end = l->end;
        while (first < end && p->tokens[first].zone != ZONE_SIGNATURE)
            first++;
        if (first < end)
            cut(out, p, first, end);
    }
}
