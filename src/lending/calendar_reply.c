/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * What a calendar program answers to an occasion (METHOD:REPLY, RFC 5546). We ask for no answer
 * (RSVP=FALSE), and nothing is changed by one: it is kept with its request. A no, another time that
 * is proposed, or words beside it are for a person to read.
 */
#include "incoming.h"

#include <string.h>

#include "base/text.h"
#include "letters/calendar.h"
#include "store/occasions.h"
#include "store/people.h"
#include "store/placements.h"
#include "view/occasions.h"

/* Who answers: as the thread says, else the representative with that address. */
static enum outcome find_party(struct incoming *in, const struct occasion *o, struct fault *f)
{
    struct placement *list;
    size_t count = 0;
    struct person p;
    if (in->thread.found && in->thread.right_sender && in->thread.request_id == o->request_id)
        return DONE;
    in->mail->party = "";
    enum outcome done =
        placements_of_request(in->house->db, in->arena, o->request_id, &list, &count, f);
    for (size_t i = 0; done == DONE && i < count; i++) {
        done = people_load(in->house->db, in->arena, list[i].person_id, &p, f);
        if (done == DONE && text_equals_nocase(p.email, in->message->from.address))
            in->mail->party = list[i].who;
    }
    return done;
}

static const char *who_answers(const struct incoming *in)
{
    const char *party = in->mail->party ? in->mail->party : "";
    if (strcmp(party, "unit") == 0)
        return "Verksamheten";
    return *party == 'P' ? party : "Någon";
}

static enum outcome tell_staff(struct incoming *in, const struct occasion *o, const char *did,
                               struct fault *f)
{
    const char *text = arena_printf(
        in->arena,
        "%s %s (tillfället %s) i sin kalender. Läs svaret och hör av dig. Ingenting har ändrats.",
        who_answers(in), did, view_occasion_when(in->arena, o, "sv"));
    return incoming_task(in, "calendar", text, f);
}

enum outcome incoming_calendar(struct incoming *in, bool *taken, struct fault *f)
{
    const char *method = in->message->calendar_method, *text = in->message->calendar;
    bool reply = method && strcmp(method, "REPLY") == 0;
    bool counter = method && strcmp(method, "COUNTER") == 0;
    struct calendar_reply said;
    struct occasion o;
    *taken = reply || counter;
    if (!*taken)
        return DONE;
    calendar_read(in->arena, text ? text : "", text ? strlen(text) : 0, &said);
    enum outcome done = occasions_by_uid(in->house->db, in->arena, said.uid, &o, f);
    if (done != DONE)
        return done;
    if (o.id == 0)
        return incoming_task(in, "calendar",
                             "Ett kalendersvar som inte hör till något av våra tillfällen. Läs "
                             "det. Ingenting har ändrats.",
                             f);
    in->mail->request_id = o.request_id;
    done = o.request_id ? find_party(in, &o, f) : DONE;
    if (done != DONE)
        return done;
    if (counter)
        return tell_staff(in, &o, "föreslår en annan tid", f);
    if (strcmp(said.partstat, "DECLINED") == 0)
        return tell_staff(in, &o, "tackar nej", f);
    return text_blank(said.comment) ? DONE : tell_staff(in, &o, "har skrivit något", f);
}
