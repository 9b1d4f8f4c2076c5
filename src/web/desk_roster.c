/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * What the desk's pages of people and associations share: whom the path names, and forms that the
 * door has refused.
 */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "desk_roster.h"
#include "reading.h"
#include "view/people.h"

int64_t desk_number(const char *who, char letter)
{
    while (*who == ' ')
        who++;
    if (toupper((unsigned char)*who) != letter)
        return 0;
    for (who++; *who == ' ';)
        who++;
    size_t figures = strspn(who, "0123456789");
    bool plain = figures > 0 && figures < 16 && strspn(who + figures, " ") == strlen(who + figures);
    return plain ? strtoll(who, NULL, 10) : 0;
}

static enum outcome missing(struct web_request *q, enum outcome o, struct web_answer *out,
                            const struct fault *f)
{
    if (o != NEVER || f->code != EXIT_NO_INPUT)
        return o;
    web_fault_page(q, 404, out);
    return DONE;
}

enum outcome desk_person_open(struct web_request *q, struct person *p, bool *open,
                              struct web_answer *out, struct fault *f)
{
    enum outcome o = people_load(q->house->db, q->arena, desk_number(q->token, 'P'), p, f);
    *open = o == DONE && p->erased_at < 0;
    if (o == DONE && !*open)
        web_fault_page(q, 410, out);
    if (*open)
        o = web_looked_at(q, view_who(q->arena, 'P', p->id), f);
    return missing(q, o, out, f);
}

enum outcome desk_association_open(struct web_request *q, struct association *x, bool *open,
                                   struct web_answer *out, struct fault *f)
{
    enum outcome o = associations_load(q->house->db, q->arena, desk_number(q->token, 'A'), x, f);
    *open = o == DONE;
    return missing(q, o, out, f);
}

char *desk_at_person(const struct web_request *q, int64_t id, const char *after)
{
    return arena_printf(q->arena, "/personal/personer/P%lld%s", (long long)id, after);
}

bool desk_may_reach(const struct web_request *q, const struct person *p)
{
    return !p->protected_identity || web_may(q, ROLE_STAFF);
}

const char *desk_area_lines(const struct web_request *q, const char *const *ids, size_t count)
{
    const char *lines = "";
    for (size_t i = 0; i < count; i++) {
        const struct area *x = areas_find(q->house->areas, ids[i]);
        lines = arena_printf(q->arena, "%s%s%s", lines, *lines ? "\n" : "", x ? x->sv : ids[i]);
    }
    return lines;
}

enum outcome desk_refuse(struct web_request *q, const char *notice, web_handler *show,
                         struct web_answer *out, struct fault *f)
{
    q->trouble = 422;
    q->notice = notice;
    *out = (struct web_answer){.status = 422};
    return show(q, out, f);
}

enum outcome desk_refused(struct web_request *q, enum outcome o, web_handler *show,
                          struct web_answer *out, struct fault *f)
{
    if (o != NEVER || f->code != EXIT_DATA)
        return o;
    size_t len = strcspn(f->text, ":");
    const char *key = arena_strndup(q->arena, f->text, len);
    for (size_t i = 0; i < q->form.count; i++)
        if (strcmp(q->form.fields[i].name, key) == 0) {
            form_fault(&q->form, key,
                       "Det går inte att ta emot. Se över det: en dag som har varit kan inte "
                       "ligga framåt i tiden, och ett samtycke som är återtaget går bara att "
                       "ersätta med ett nyare.");
            return desk_refuse(q, NULL, show, out, f);
        }
    return desk_refuse(q, "Det går inte att spara så här. Se över uppgifterna.", show, out, f);
}

json_t *desk_button(struct web_request *q, const char *path)
{
    struct form button = form_empty(q->arena, no_fields);
    return web_form(q, path, &button);
}

json_t *desk_form(struct web_request *q, const char *path, const struct field *fields)
{
    struct form form = web_form_of(q, fields);
    return web_form(q, path, &form);
}

enum outcome desk_roster_form(struct web_request *q, const char *title, const char *action,
                              const char *home, const struct form *form, struct web_answer *out,
                              struct fault *f)
{
    json_t *known = json_array();
    for (size_t i = 0; i < areas_count(q->house->areas); i++)
        json_array_append_new(known, json_string(areas_at(q->house->areas, i)->sv));
    json_t *view = json_pack("{s:o, s:s, s:o}", "form", web_form(q, action, form), "back", home,
                             "known", known);
    return web_show(q, "desk-roster-form", title, view, out, f);
}
