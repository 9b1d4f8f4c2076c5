/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * People, associations and staff as JSON trees (include/view/people.h).
 */
#include "view/people.h"

#include <string.h>

#include "base/calendar.h"
#include "base/text.h"

char *view_who(struct arena *a, char letter, int64_t id)
{
    return arena_printf(a, "%c%lld", letter, (long long)id);
}

static json_t *texts(const char *const *items, size_t count)
{
    json_t *array = json_array();
    for (size_t i = 0; i < count; i++)
        json_array_append_new(array, json_string(items[i]));
    return array;
}

static json_t *words(struct arena *a, const char *text)
{
    size_t count = 0;
    char **items = text_split(a, text ? text : "", " ", &count);
    return texts((const char *const *)items, count);
}

static json_t *text(const char *value)
{
    return json_string(value ? value : "");
}

static json_t *date(const char *value)
{
    return value ? json_string(value) : json_null();
}

static json_t *moment(struct arena *a, instant t)
{
    return t < 0 ? json_null() : json_string(instant_local_text(a, t));
}

static json_t *number(int value, int none)
{
    return value == none ? json_null() : json_integer(value);
}

static void set(json_t *object, const char *key, json_t *value)
{
    json_object_set_new(object, key, value);
}

static void set_experience(struct arena *a, json_t *o, const struct person *p)
{
    set(o, "areas", texts(p->areas, p->area_count));
    set(o, "unwanted", texts(p->unwanted, p->unwanted_count));
    set(o, "perspective", text(p->perspective));
    set(o, "municipality", text(p->municipality));
    set(o, "travel_km", number(p->travel_km, -1));
    set(o, "languages", words(a, p->languages));
    set(o, "formats", text(p->formats));
    set(o, "ways", text(p->ways));
    set(o, "access_needs", text(p->access_needs));
    set(o, "conflicts", text(p->conflicts));
    set(o, "story", text(p->story));
    set(o, "birth_year", number(p->birth_year, 0));
}

static void set_standing(struct arena *a, json_t *o, const struct person *p)
{
    set(o, "consent_date", date(p->consent_date));
    set(o, "consent_version", text(p->consent_version));
    set(o, "consent_how", text(p->consent_how));
    set(o, "introduction_date", date(p->introduction_date));
    set(o, "renewed_on", date(p->renewed_on));
    set(o, "paused_until", date(p->paused_until));
    set(o, "renewal_asked_on", date(p->renewal_asked_on));
    set(o, "renewal_reminded_on", date(p->renewal_reminded_on));
    set(o, "rests_since", date(p->rests_since));
    set(o, "objects", json_boolean(p->objects));
    set(o, "protected_identity", json_boolean(p->protected_identity));
    set(o, "deceased", json_boolean(p->deceased));
    set(o, "left_at", moment(a, p->left_at));
    set(o, "erased_at", moment(a, p->erased_at));
    set(o, "via", p->via ? json_string(view_who(a, 'A', p->via)) : json_null());
}

json_t *view_person(struct arena *a, const struct person *p)
{
    json_t *o = json_object();
    set(o, "id", json_string(view_who(a, 'P', p->id)));
    set(o, "name", text(p->name));
    set(o, "email", text(p->email));
    set(o, "phone", text(p->phone));
    set(o, "postal_address", text(p->postal_address));
    set(o, "letter_language", text(p->letter_language));
    set_experience(a, o, p);
    set_standing(a, o, p);
    return o;
}

json_t *view_person_row(struct arena *a, const struct person *p)
{
    json_t *o = json_object();
    set(o, "id", json_string(view_who(a, 'P', p->id)));
    set(o, "name", text(p->name));
    if (!p->protected_identity) {
        set(o, "rests_since", date(p->rests_since));
        set(o, "municipality", text(p->municipality));
        set(o, "areas", texts(p->areas, p->area_count));
    }
    return o;
}

json_t *view_person_export(struct arena *a, const struct person *p,
                           const struct person_record *records, size_t count)
{
    json_t *o = view_person(a, p);
    for (size_t i = 0; i < count; i++) {
        const struct person_record *r = &records[i];
        json_t *kind = json_object_get(o, r->kind);
        if (!kind) {
            kind = json_array();
            set(o, r->kind, kind);
        }
        json_t *entry = json_object();
        for (size_t c = 0; c < r->count; c++)
            set(entry, r->names[c],
                r->values[c] ? json_string(text_repair(a, r->values[c], strlen(r->values[c])))
                             : json_null());
        json_array_append_new(kind, entry);
    }
    return o;
}

json_t *view_association(struct arena *a, const struct association *x)
{
    json_t *o = json_object();
    set(o, "id", json_string(view_who(a, 'A', x->id)));
    set(o, "name", text(x->name));
    set(o, "email", text(x->email));
    set(o, "contact", text(x->contact));
    set(o, "areas", texts(x->areas, x->area_count));
    set(o, "municipalities", text(x->municipalities));
    set(o, "mandate", text(x->mandate));
    set(o, "letter_language", text(x->letter_language));
    set(o, "reply_days", number(x->reply_days, 0));
    set(o, "left_at", moment(a, x->left_at));
    return o;
}

json_t *view_staff(const struct staff *s)
{
    json_t *o = json_object();
    set(o, "name", text(s->name));
    set(o, "email", text(s->email));
    set(o, "role", text(s->role));
    set(o, "disabled", json_boolean(s->disabled));
    return o;
}
