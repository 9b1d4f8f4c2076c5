/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * Changing a shipped text or value: one transaction, in which it is looked through, kept as a
 * version and written into the trail.
 *
 * The look is taken inside the writer's turn, since two changes that are each good may not be good
 * together.
 */
#include "lending/settings.h"

#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "store/audit.h"
#include "store/versions.h"

static const char *const SAVE = "change a setting";

/* Lines end in LF, the text in one; a browser's form sends CR LF. */
static const char *tidied(struct arena *a, const char *text, bool several)
{
    char *copy = arena_strdup(a, text), *to = copy;
    for (const char *from = copy; *from; from++)
        if (from[0] != '\r' || from[1] != '\n')
            *to++ = *from;
    *to = '\0';
    while (to > copy && strchr("\n\r \t", to[-1]))
        *--to = '\0';
    return several && *copy ? arena_printf(a, "%s\n", copy) : copy;
}

static enum outcome begin(const struct house *house, struct arena *a,
                          const struct setting_edit *edit, struct setting_version *v,
                          struct fault *f)
{
    *v = (struct setting_version){.name = edit->name, .body = "", .of_sha256 = ""};
    v->kind = house_kind(house, edit->name);
    const char *shipped = house_shipped_text(house, a, edit->name);
    if (!v->kind && shipped)
        return fault_set(f, NEVER, EXIT_NOT_PERMITTED, "%.80s is changed in the files alone",
                         edit->name);
    if (!v->kind)
        return fault_set(f, NEVER, EXIT_NO_INPUT, "there is no text or value named %.80s",
                         edit->name);
    bool several = strcmp(v->kind, "amount") != 0 && strcmp(v->kind, "key") != 0;
    if (shipped)
        v->of_sha256 = sha256_text(a, shipped);
    v->shipped = edit->text == NULL;
    if (edit->text)
        v->body = tidied(a, edit->text, several);
    if (edit->text && shipped && strcmp(v->body, tidied(a, shipped, several)) == 0)
        v->shipped = true;
    if (v->shipped)
        v->body = "";
    return DONE;
}

/* An area of the book's own goes only when nobody has it. */
static enum outcome check_area(const struct house *house, struct arena *a,
                               const struct setting_version *v, struct fault *f)
{
    bool used = false;
    if (strcmp(v->kind, "areas") != 0 || !v->shipped || house_shipped_text(house, a, v->name))
        return DONE;
    enum outcome o = versions_area_used(house->db, v->name + strlen("areas/"), &used, f);
    if (o == DONE && used)
        return fault_set(f, NEVER, EXIT_DATA, "somebody has this area: it cannot go");
    return o;
}

static bool holds_already(const struct setting_version *last, const struct setting_version *v)
{
    if (last->id == 0)
        return v->shipped;
    return last->shipped == v->shipped && strcmp(last->body, v->body) == 0;
}

static enum outcome keep(const struct house *house, struct arena *a, const char *actor,
                         struct setting_version *v, struct fault *f)
{
    instant now = clock_now(&house->clock);
    v->by_staff = text_starts(actor, "staff:") ? strtoll(actor + strlen("staff:"), NULL, 10) : 0;
    enum outcome o = versions_add(house->db, a, v, now, f);
    if (o != DONE)
        return o;
    struct audit_entry entry = {
        .actor = actor,
        .event = v->shipped ? "setting_restored" : "setting_changed",
        .subject = arena_printf(a, "setting:%lld", (long long)v->id),
        .text = arena_printf(a, "%s, version %lld", v->name, (long long)v->version),
        .now = now,
        .random = house->random};
    return audit_add(house->db, a, &entry, f);
}

static enum outcome save(const struct house *house, struct arena *a, const char *actor,
                         const struct setting_edit *edit, int64_t *version, struct fault *f)
{
    struct setting_version v, last;
    enum outcome o = begin(house, a, edit, &v, f);
    if (o == DONE)
        o = versions_current(house->db, a, edit->name, &last, f);
    if (o == DONE && edit->seen >= 0 && edit->seen != last.version)
        return fault_set(f, NEVER, EXIT_DATA,
                         "somebody else changed it meanwhile: version %lld stands",
                         (long long)last.version);
    if (o != DONE || holds_already(&last, &v))
        return o;
    o = check_area(house, a, &v, f);
    if (o == DONE)
        o = house_try(house, &v, edit->report, edit->look, edit->context, f);
    if (o == DONE)
        o = keep(house, a, actor, &v, f);
    *version = o == DONE ? v.version : 0;
    return o;
}

enum outcome lending_setting_save(const struct house *house, struct arena *a, const char *actor,
                                  const struct setting_edit *edit, int64_t *version,
                                  struct fault *f)
{
    *version = 0;
    enum outcome o = db_begin(house->db, SAVE, f);
    if (o != DONE)
        return o;
    o = save(house, a, actor, edit, version, f);
    o = db_end(house->db, SAVE, o, f);
    if (o == DONE && *version)
        db_wake(house->db);
    return o;
}

enum outcome lending_setting_try(const struct house *house, struct arena *a,
                                 const struct setting_edit *edit, struct fault *f)
{
    struct setting_version v;
    enum outcome o = begin(house, a, edit, &v, f);
    return o == DONE ? house_try(house, &v, edit->report, edit->look, edit->context, f) : o;
}
