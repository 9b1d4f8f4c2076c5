/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * A letter from the shelf, filled in: subject, text part, HTML part. And a page in its frame.
 *
 * Both parts are rendered from one template and one view, so they say the same: once with values
 * as they are, which is the text part, and once with values escaped for Markdown, which becomes
 * the HTML part. A name that stands outside every section must be in the view: a letter with a
 * hole is never sent.
 */
#include "shelf.h"

#include <string.h>

#include "base/text.h"
#include "texts.h"

const char *const letter_names[] = {
    "acknowledgement",        /* to a unit: its request has come in, and what we read in it */
    "missing_facts",          /* to a unit: these facts are still missing */
    "facts_complete",         /* to a unit: we have what we need */
    "invitation_person",      /* to a representative: would you like to take part? */
    "invitation_nominee",     /* to whom an association has named: will you confirm? */
    "invitation_association", /* to an association: would you like to nominate somebody? */
    "declined",               /* to a unit: we cannot help with this */
    "changed",                /* to whoever was asked: time, place, format or pay are others now */
    "unfilled_unit",          /* to a unit: not enough people said yes */
    "cancelled_unit",         /* to a unit: the request is cancelled, and who has been told */
    "cancelled_asked",        /* to whoever was asked: the assignment was cancelled */
    "message",                /* what staff write themselves */
    "answer_received",        /* to whoever answered: thank you */
    "reminder_answer",        /* to whoever was asked and has not answered */
    "followup_person",        /* to who took part: how was it? */
    "followup_unit",          /* to a unit: how did it go, and what did it change? */
    "followup_reminder",      /* to whoever was asked that and has not answered */
    "outcome_person",         /* to who took part: what it changed stands behind the link */
    "outcome_short",          /* to who offered to: what came of it */
    "advice_followup",        /* to a unit that was given advice: was it of use? */
    "occasion_changed",       /* to unit and representatives: a new time, another time or place */
    "occasion_cancelled",     /* to the same: that time is called off */
    "occasion_reminder",      /* to the same, the working day before */
    "agreement_changed",      /* to a party: a new version, or a comment, waits */
    "agreement_reminder",     /* to a party that has not accepted */
    "agreement_stands",       /* to both: both have accepted the same */
    "candidates",             /* to a unit: it is your turn to choose */
    "connected_unit",         /* to a unit: you are in touch with this representative */
    "connected_person",       /* to a representative: you are chosen */
    "not_chosen",             /* to whoever said yes: others were chosen */
    "filled",                 /* to whoever was asked: the places are filled */
    "nominee_chosen",         /* to an association: one whom you named is chosen */
    "invitation_reopened",    /* to one who was not chosen: a place is free after all */
    "withdrawn_unit",         /* to a unit: this representative takes no part */
    "withdrawn_person",       /* to a representative: you take no part */
    "cancelled_placed",       /* to a representative who was chosen: it is called off */
    "digest",                 /* to staff, each working day: what waits */
    "confirm_request",        /* to whoever wrote a request on the web: was it you? */
    "confirm_signup",         /* to whoever signed up on the web: was it you? */
    "welcome",                /* to one who has just joined the pool: this is your own page */
    "new_link",               /* to whoever asked for a new link */
    "code",                   /* six figures that open a page in one browser */
    "operator_alarm",         /* to whoever keeps the service running */
    "payment_basis",          /* to a unit: what an occasion costs, behind the link */
    "payment_reminder",       /* to a unit: has it been paid? */
    "renewal",                /* to one in the pool: is all still right? */
    "pause_over",             /* to one whose pause has ended: we may ask again */
    "introduction",           /* to one who is chosen for the first time: let us meet before */
    "meeting_invitation",     /* to the pool: a meeting, and will you come? */
    "meeting_changed",        /* to who has not said no: another time or place */
    "meeting_cancelled",      /* to the same: it is called off */
    "meeting_reminder",       /* to who comes, the working day before */
    "payment_report",         /* to a representative: travel and outlays, for the payment basis */
    NULL,
};

/* The language's subtag for HTML: easy-to-read Swedish is Swedish to a screen reader. */
static const char *html_language(const char *folder)
{
    return text_starts(folder, "sv") ? "sv" : folder;
}

static const struct mustache *letter_partial(void *context, const char *name)
{
    const struct sheet *partial = folder_partial(context, name);

    return partial == NULL ? NULL : partial->body;
}

static enum outcome fill(struct arena *a, const struct folder *folder,
                         const struct mustache *template, const json_t *view, enum escape escape,
                         char **out, struct fault *f)
{
    struct manner manner = {
        .escape = escape,
        .whole = true,
        .partial = letter_partial,
        .context = (void *)folder,
        .max = LETTER_BYTES,
    };

    return template_render(a, template, view, &manner, out, f);
}

/* Lays the letter's HTML into its frame, with subject and language for its head. */
static enum outcome frame_letter(struct arena *a, const struct shelf *s,
                                 const struct folder *folder, const json_t *view,
                                 const char *subject, const char *body, char **html,
                                 struct fault *f)
{
    json_t *library = json_deep_copy(json_object_get(view, "library"));
    json_t *framed = json_pack("{s:s, s:s, s:s, s:o*}", "lang", html_language(folder->name),
                               "title", subject, "body", body, "library", library);
    enum outcome o = NEVER;

    if (framed == NULL)
        return fault_set(f, NEVER, EXIT_DATA, "%s: the letter is not text in UTF-8", s->frame.path);
    o = mustache_render(a, s->frame.body, framed, ESCAPE_HTML, NULL, NULL, LETTER_BYTES, html, f);
    json_decref(framed);
    if (o == DONE)
        *html = folded_html(a, *html);
    return o;
}

enum outcome letter_make(struct arena *a, const struct shelf *s, const char *language,
                         const char *letter, const json_t *view, const char *own_text,
                         struct letter_texts *out, struct fault *f)
{
    const struct folder *folder = NULL;
    const struct sheet *sheet = shelf_letter(s, language, letter, &folder);
    char *subject = NULL, *text = NULL, *markdown = NULL, *html = NULL;

    if (sheet == NULL)
        return fault_set(f, NEVER, EXIT_CONFIG, "there is no letter '%.60s'", letter);
    const struct mustache *body = sheet->body;
    struct mustache *own = NULL;
    if (own_text != NULL && mustache_parse(a, "own text", own_text, &own, f) != DONE)
        return NEVER;
    if (own != NULL)
        body = own;
    if (fill(a, folder, sheet->subject, view, ESCAPE_NONE, &subject, f) != DONE ||
        fill(a, folder, body, view, ESCAPE_NONE, &text, f) != DONE ||
        fill(a, folder, body, view, ESCAPE_MARKDOWN, &markdown, f) != DONE)
        return NEVER;
    out->subject = plain_line(a, subject);
    out->text = plain_text(a, text);
    if (*out->subject == '\0' || *out->text == '\0')
        return fault_set(f, NEVER, EXIT_DATA, "%s:1: subject or letter is empty", sheet->path);
    if (frame_letter(a, s, folder, view, out->subject, markdown_html(a, markdown), &html, f) !=
        DONE)
        return NEVER;
    out->html = html;
    return DONE;
}

/* ---- Pages ---- */

struct open_page {
    const struct folder *pages;
    const struct sheet *content;
};

/* In the frame, {{>content}} is the page itself. */
static const struct mustache *page_partial(void *context, const char *name)
{
    const struct open_page *open = context;
    const struct sheet *partial = folder_partial(open->pages, name);

    if (strcmp(name, "content") == 0)
        partial = open->content;
    return partial == NULL ? NULL : partial->body;
}

enum outcome page_render(struct arena *a, const struct shelf *s, const char *frame_name,
                         const char *page, const json_t *view, char **html, struct fault *f)
{
    struct open_page open = {&s->pages, folder_sheet(&s->pages, page)};
    const struct sheet *frame = folder_sheet(&s->pages, frame_name);

    if (open.content == NULL || frame == NULL || is_page_frame(open.content))
        return fault_set(f, NEVER, EXIT_NO_INPUT, "there is no page '%.60s'", page);
    return mustache_render(a, frame->body, view, ESCAPE_HTML, page_partial, &open, PAGE_BYTES, html,
                           f);
}
