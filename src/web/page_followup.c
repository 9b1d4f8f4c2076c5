/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * /uppfoljning/TOKEN: how it went, in two minutes on a phone.
 *
 * Few questions, of which one must be answered; the scales have words at their ends. Who took part,
 * and who offered to, reads here what the unit said that changed.
 */
#include "craft.h"

#include <string.h>

#include "base/text.h"
#include "lending/followup.h"
#include "view/followups.h"

static const struct choice badly_well[] = {
    {"1", "Inte bra", "Not good"}, {"5", "Mycket bra", "Very good"}, {0}};
static const struct choice none_all[] = {
    {"1", "Inte alls", "Not at all"}, {"5", "Helt och hållet", "Entirely"}, {0}};
static const struct choice none_much[] = {
    {"1", "Inte alls", "Not at all"}, {"5", "Mycket", "Very much"}, {0}};
static const struct choice again[] = {
    {"yes", "Ja", "Yes"}, {"maybe", "Kanske", "Maybe"}, {"no", "Nej", "No"}, {0}};
static const struct choice was_paid[] = {
    {"yes", "Ja", "Yes"},
    {"no", "Nej, inte än", "No, not yet"},
    {"declined", "Jag ska inte ha någon", "I am not being paid"},
    {0}};
static const struct choice has_paid[] = {
    {"yes", "Ja", "Yes"}, {"no", "Nej, inte än", "No, not yet"}, {0}};
static const struct choice told[] = {
    {"yes", "Ja", "Yes"}, {"later", "Det ska vi göra", "We will"}, {"no", "Nej", "No"}, {0}};

const struct field followup_person_fields[] = {
    {"process", FIELD_SCALE, .needed = true, .choices = badly_well,
     .sv = "Hur var det att vara med?", .en = "How was it to take part?"},
    {"support", FIELD_SCALE, .choices = none_all, .easy = "Fick du den hjälp du behövde?",
     .sv = "Fick du det stöd du behövde?", .en = "Did you get the support you needed?"},
    {"outcome", FIELD_SCALE, .choices = none_much, .easy = "Blir det bättre av det du berättade?",
     .sv = "Tror du att det du berättade gör skillnad?",
     .en = "Do you think that what you told makes a difference?"},
    {"again", FIELD_RADIO, .choices = again, .sv = "Vill du vara med fler gånger?",
     .en = "Would you take part again?"},
    {"paid", FIELD_RADIO, .choices = was_paid, .easy = "Har du fått dina pengar?",
     .sv = "Har du fått din ersättning?", .en = "Have you been paid?"},
    {"text", FIELD_LINES, .max = FOLLOWUP_TEXTS_MAX, .sv = "Vill du berätta något mer?",
     .en = "Is there anything else you would like to tell us?",
     .hint_sv = "Bara vi läser det, inte de som bjöd in dig.",
     .hint_en = "Only we read this, not those who invited you."},
    {"worry", FIELD_TICK, .sv = "Jag vill att ni hör av er till mig",
     .en = "I would like you to get in touch with me"},
    {0},
};

const struct field followup_unit_fields[] = {
    {"changed", FIELD_LINES, .needed = true, .max = FOLLOWUP_TEXTS_MAX,
     .easy = "Vad har blivit annorlunda hos er?",
     .hint_easy = "Den som var med får läsa det. Skriv inte om någons sjukdom.",
     .sv = "Vad förändrade bidraget hos er?", .en = "What did the contribution change?",
     .hint_sv = "Den som var med får läsa det precis som ni skriver det. Skriv inget om någons "
                "sjukdom.",
     .hint_en =
         "The person who took part reads it just as you write it. Do not write about anybody's "
         "illness."},
    {"aim", FIELD_SCALE, .choices = none_all, .sv = "Nådde ni det ni ville?",
     .en = "Did you achieve what you wanted?"},
    {"told", FIELD_RADIO, .choices = told, .easy = "Har ni berättat det för den som var med?",
     .sv = "Har ni själva berättat det för den som var med?",
     .en = "Have you yourselves told the person who took part?"},
    {"paid", FIELD_RADIO, .choices = has_paid, .easy = "Har ni betalat?",
     .sv = "Är ersättningen betald?", .en = "Has the compensation been paid?"},
    {"text", FIELD_LINES, .max = FOLLOWUP_TEXTS_MAX, .sv = "Vill ni säga något mer till oss?",
     .en = "Is there anything else you would like to tell us?", .hint_sv = "Bara vi läser det.",
     .hint_en = "Only we read it."},
    {"worry", FIELD_TICK, .sv = "Vi vill att ni hör av er",
     .en = "We would like you to get in touch"},
    {0},
};

const struct field advice_fields[] = {
    {"helped", FIELD_SCALE, .needed = true, .choices = none_much,
     .sv = "Hade ni nytta av våra råd?", .en = "Was our advice of any use?"},
    {"text", FIELD_LINES, .max = FOLLOWUP_TEXTS_MAX, .sv = "Vill ni berätta något mer?",
     .en = "Is there anything else you would like to tell us?"},
    {"worry", FIELD_TICK, .sv = "Vi vill ha mer hjälp", .en = "We would like more help"},
    {0},
};

/* All that the page needs to know. */
struct case_of {
    struct request request;
    struct known_fact facts[FACT_COUNT];
    struct followup followup;
    struct occasion *occasions;
    size_t occasion_count;
    const char *words;
    enum followup_reader reader;
};

static enum followup_reader reader_of(const struct web_request *q)
{
    if (strcmp(q->link.purpose, "outcome") == 0)
        return FOLLOWUP_OFFERED;
    if (strcmp(q->link.purpose, "advice") == 0)
        return FOLLOWUP_ADVISED;
    return q->link.party[0] == 'P' ? FOLLOWUP_REPRESENTATIVE : FOLLOWUP_UNIT;
}

static enum outcome load(struct web_request *q, struct case_of *x, struct fault *f)
{
    struct db *db = q->house->db;
    memset(x, 0, sizeof *x);
    x->reader = reader_of(q);
    enum outcome o = requests_load(db, q->arena, q->link.request_id, &x->request, f);
    if (o == DONE)
        o = facts_load(db, q->arena, x->request.id, x->facts, f);
    if (o == DONE)
        o = followups_find(db, q->arena, x->request.id, q->link.party, &x->followup, f);
    if (o == DONE)
        o = occasions_of_request(db, q->arena, x->request.id, &x->occasions, &x->occasion_count, f);
    return o == DONE ? lending_outcome(q->house, q->arena, x->request.id, &x->words, f) : o;
}

static const struct field *fields_of(enum followup_reader reader)
{
    return reader == FOLLOWUP_REPRESENTATIVE ? followup_person_fields
           : reader == FOLLOWUP_UNIT         ? followup_unit_fields
                                             : advice_fields;
}

/* What was answered stands in the form, so that it can be changed. */
static struct form filled_form(struct web_request *q, const struct case_of *x)
{
    struct form form = web_form_of(q, fields_of(x->reader));
    json_t *answers = json_loads(x->followup.answers, 0, NULL);
    for (size_t i = 0; i < form.count; i++) {
        const json_t *value = json_object_get(answers, form.fields[i].name);
        if (json_is_integer(value))
            form_fill(&form, form.fields[i].name,
                      arena_printf(q->arena, "%d", (int)json_integer_value(value)));
        else if (json_is_string(value))
            form_fill(&form, form.fields[i].name, arena_strdup(q->arena, json_string_value(value)));
    }
    json_decref(answers);
    return form;
}

static const char *title_of(const struct web_request *q, const struct case_of *x)
{
    switch (x->reader) {
    case FOLLOWUP_REPRESENTATIVE:
        return web_word(q, "Hur var det att vara med?", "How was it to take part?");
    case FOLLOWUP_UNIT:
        return web_word(q, "Hur gick det?", "How did it go?");
    case FOLLOWUP_ADVISED:
        return web_word(q, "Hade ni nytta av våra råd?", "Was our advice of any use?");
    default:
        return web_word(q, "Så gick det sedan", "What came of it");
    }
}

enum outcome page_followup(struct web_request *q, struct web_answer *out, struct fault *f)
{
    struct case_of x;
    enum outcome o = load(q, &x, f);
    if (o != DONE)
        return o;
    bool asked = x.followup.id != 0 && x.reader != FOLLOWUP_OFFERED;
    if (asked ? !flow_decide(q->arena, x.request.state, EVENT_FOLLOWUP, 0).allowed
              : x.reader != FOLLOWUP_OFFERED || !x.words) {
        web_fault_page(q, 410, out);
        return DONE;
    }
    struct followup_page page = {.reader = x.reader,
                                 .followup = asked ? &x.followup : NULL,
                                 .last = view_last_occasion(x.occasions, x.occasion_count),
                                 .words = x.words,
                                 .language = q->language};
    json_t *view = view_followup_page(q->arena, &x.request, x.facts, &page);
    if (asked) {
        struct form form = filled_form(q, &x);
        json_object_set_new(view, "form", web_form(q, q->path, &form));
    }
    return web_show(q, "uppfoljning", title_of(q, &x), view, out, f);
}

enum outcome page_followup_take(struct web_request *q, struct web_answer *out, struct fault *f)
{
    json_t *answers = json_object();
    enum outcome o = DONE;
    for (size_t i = 0; o == DONE && i < q->form.count; i++)
        o = followup_put(q->arena, answers, q->link.party, q->form.fields[i].name,
                         q->form.values[i], f);
    struct followup_said said = {.request_id = q->link.request_id,
                                 .party = q->link.party,
                                 .answers = answers,
                                 .how = "page"};
    if (o == DONE)
        o = lending_followup(q->house, q->arena, &said, f);
    json_decref(answers);
    if (o == NEVER && f->code == EXIT_DATA)
        return page_followup(q, out, f);
    if (o == DONE)
        web_go(q, q->path, out);
    return o;
}
