/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * Private by default (invariant 9): whatever is queued to a person or an association, its frozen
 * view and the letter made from it hold no area, no unit, no subject, nothing of why.
 */
#include "lending_steps.h"

#include "mime.h"
#include "view.h"

/* What ties a reader to an illness, or to the unit that asks; in lower case. */
static const char *const secrets[] = {
    "stroke",  "slaganfall", "stroke.",       "strokeenheten", "södra sjukhuset",
    "hjärna",  "brain",      "förfrågan:",    "anna berg",     "anna.berg",
    "031-390", "tar emot",   "behov av hjälp"};

static void assert_silent(struct lending_house *h, const struct letter *l, const char *what,
                          const char *text)
{
    const char *folded = text_fold(h->arena, text);
    for (size_t i = 0; i < sizeof secrets / sizeof secrets[0]; i++)
        if (strstr(folded, secrets[i]))
            fail_msg("%s %s to %s tells \"%s\": %s", what, l->purpose, l->recipient, secrets[i],
                     text);
}

static void look_at(struct lending_house *h, const struct letter *l)
{
    struct letter_texts texts;
    assert_silent(h, l, "the view of", l->view);
    json_t *view = json_loads(l->view, 0, NULL);
    view_add_link(h->arena, view, &h->settings, l->token ? l->token : h->tokens[l->id]);
    assert_did(letter_make(h->arena, house_shelf, l->language, l->purpose, view, l->own_text,
                           &texts, &h->fault),
               h);
    json_decref(view);
    assert_silent(h, l, "the subject of", texts.subject);
    assert_silent(h, l, "the text of", texts.text);
    assert_silent(h, l, "the HTML of", texts.html);
}

/* Looks at all letters to those who were asked; how many there were. */
static size_t look_at_all(struct lending_house *h)
{
    struct letter *list;
    size_t count, seen = 0;
    letters_note(h);
    assert_did(outbox_list(h->house.db, h->arena, false, 400, &list, &count, &h->fault), h);
    for (size_t i = 0; i < count; i++)
        if (strcmp(list[i].recipient, "unit") != 0) {
            look_at(h, &list[i]);
            seen++;
        }
    return seen;
}

static void ask_everybody(struct lending_house *h)
{
    h->settings.routing.automatic = false;
    house_people(h, 3, "stroke");
    house_sql(h, "UPDATE person SET letter_language = 'en' WHERE id = 2;"
                 "UPDATE person SET letter_language = 'sv-lattlast' WHERE id = 3");
    house_association(h, "Patientföreningen i väst", "a1@example.net", "stroke");
    mail_comes(h, .subject = "=?utf-8?q?F=C3=B6rfr=C3=A5gan=3A_behov_av_hj=C3=A4lp?=",
               .body = whole_request);
    assert_did(staff_invites(h, "P1 P2 P3 A1"), h);
}

static void asks_and_cancellations_tell_nothing(void **state)
{
    struct lending_house *h = *state;
    ask_everybody(h);
    letters_leave(h);
    staff(h, .kind = EVENT_WRITE, .who = "P1", .text = "Parkera gärna på gården.");
    staff(h, .kind = EVENT_CANCEL, .text = "Vi på Strokeenheten hinner inte.");
    assert_int_equal(look_at_all(h), 4 + 1 + 4);
}

static void printed_letters_tell_nothing_either(void **state)
{
    struct lending_house *h = *state;
    ask_everybody(h);
    house_person(h, "Utan e-post", "", "stroke");
    assert_did(staff_invites(h, "P4"), h);
    assert_int_equal(look_at_all(h), 5);
}

static void a_topic_stands_only_where_the_region_decided_so(void **state)
{
    struct lending_house *h = *state;
    h->settings.invite.topic_in_mail = true;
    ask_everybody(h);
    assert_non_null(strstr(letter_to(h, "P1", "invitation_person").view, "behov av hjälp"));
}

static void every_letter_has_a_link_of_its_own(void **state)
{
    struct lending_house *h = *state;
    ask_everybody(h);
    assert_book(h, "SELECT count(*) - count(DISTINCT token) FROM letter", "0");
    assert_book(h, "SELECT count(*) - count(DISTINCT message_id) FROM letter", "0");
    assert_book(h, "SELECT count(*) FROM token WHERE length(sha256) = 64", "5");
    assert_book(h,
                "SELECT count(*) FROM token JOIN letter ON letter.id = letter_id"
                " WHERE token.sha256 <> token_hash OR token.party <> recipient"
                " OR token.address <> letter.address",
                "0");
    assert_book(h, "SELECT count(*) FROM letter, token WHERE instr(view, letter.token) > 0", "0");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        house_test(asks_and_cancellations_tell_nothing),
        house_test(printed_letters_tell_nothing_either),
        house_test(a_topic_stands_only_where_the_region_decided_so),
        house_test(every_letter_has_a_link_of_its_own),
    };
    return cmocka_run_group_tests_name("lending_private", tests, house_group, house_group_over);
}
