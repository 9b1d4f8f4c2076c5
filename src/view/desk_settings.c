/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * The settings as staff see them: what holds, what the file says, and what they have changed.
 */
#include "view/desk_texts.h"

#include <string.h>

#include "base/text.h"
#include "reading.h"
#include "view/desk_cases.h"
#include "view/settings.h"

static const char PLACE[] = "/personal/installningar/varde?namn=";

static const struct {
    const char *name, *label, *help;
} values[] = {
    {"routing.mode", "Vem som bestämmer vägen",
     "assist: handläggaren bekräftar. automatic: reglerna bestämmer."},
    {"routing.default", "Väg när ingen regel passar",
     "association, association_first, pool eller both."},
    {"invite.answer_days", "Svarstid, dagar", NULL},
    {"invite.reminder_days", "Påminnelse efter, dagar", NULL},
    {"invite.fill_probability", "Hur säkert platserna ska fyllas",
     "Ett tal över 0 och högst 1, till exempel 0.9."},
    {"invite.max_wave", "Högst så många frågas åt gången", NULL},
    {"invite.topic_in_mail", "Ämnet får stå i brevet", "yes eller no."},
    {"invite.pauses", "Uppehåll", "Till exempel 2027-07-05..2027-08-06. Flera med komma emellan."},
    {"agreement.reminder_working_days", "Överenskommelse: påminnelse efter, arbetsdagar", NULL},
    {"followup.after_days", "Uppföljning efter, dagar", NULL},
    {"followup.reminder_days", "Uppföljning: påminnelse efter, dagar", NULL},
    {"compensation.model", "Ersättningsmodell",
     "national: efter prisbasbeloppet. fixed: fasta belopp."},
    {"compensation.price_base_amount", "Prisbasbelopp per år",
     "ÅR:KRONOR med komma emellan, till exempel 2026:59200, 2027:60000. Behåll de gamla åren."},
    {"compensation.fixed", "Fasta belopp per datum",
     "DATUM:HALVDAG/HELDAG i kronor, till exempel 2027-01-01:950/1900. Behåll de gamla raderna: "
     "ett tillfälle ersätts med beloppen som gällde då."},
    {"staff.digest", "Sammanfattning till personalen, klockslag", "Tomt: ingen sammanfattning."},
    {"retention.mail", "Mejl sparas, månader", "Ett tal, eller keep för att spara."},
    {"retention.request", "Förfrågningar sparas, månader", "Ett tal, eller keep."},
    {"retention.agreement", "Överenskommelser sparas, månader", "Ett tal, eller keep."},
    {"retention.letter", "Brev sparas, månader", "Ett tal, eller keep."},
    {"retention.followup", "Uppföljningar sparas, månader", "Ett tal, eller keep."},
    {"retention.search", "Sökningar sparas, månader", "Ett tal, eller keep."},
    {"retention.access", "Åtkomstloggen sparas, månader", "Ett tal, eller keep."},
    {"retention.person", "Personer sparas efter sista kontakten, månader", "Ett tal, eller keep."},
    {"rules", "Regler för vägval",
     "Varje regel börjar med [rule NAMN] på en egen rad, och har raderna ”areas = ” (områdens id) "
     "och ”route = ” (association, association_first, pool eller both). Den första som passar "
     "gäller."},
};

static const struct {
    const char *section, *title;
} groups[] = {
    {"routing", "Vägval"},        {"invite", "Att fråga"},        {"agreement", "Överenskommelse"},
    {"followup", "Uppföljning"},  {"compensation", "Ersättning"}, {"retention", "Gallring"},
    {"staff", "Till personalen"},
};

static const char AREA_HELP[] =
    "sv och en är namnet. parent är området ovanför. words är enstaka ord, stems är början av ord, "
    "phrases är fraser med komma emellan, associations är föreningars namn. Samma ord kan inte stå "
    "i två områden.";

const char *view_desk_value_label(const char *name)
{
    for (size_t i = 0; i < sizeof values / sizeof values[0]; i++)
        if (strcmp(values[i].name, name) == 0)
            return values[i].label;
    return name;
}

const char *view_desk_value_help(const char *name)
{
    if (text_starts(name, "areas/"))
        return AREA_HELP;
    for (size_t i = 0; i < sizeof values / sizeof values[0]; i++)
        if (strcmp(values[i].name, name) == 0)
            return values[i].help;
    return NULL;
}

/* What a value of few is called; any other is shown as it stands. */
static json_t *said(const char *value)
{
    static const struct {
        const char *value, *words;
    } words[] = {
        {"assist", "handläggaren bekräftar (assist)"},
        {"automatic", "reglerna bestämmer (automatic)"},
        {"association", "föreningar (association)"},
        {"association_first", "föreningar först, sedan poolen (association_first)"},
        {"pool", "poolen (pool)"},
        {"both", "föreningar och poolen (both)"},
        {"yes", "ja (yes)"},
        {"no", "nej (no)"},
        {"keep", "sparas alltid (keep)"},
        {"national", "efter prisbasbeloppet (national)"},
        {"fixed", "fasta belopp (fixed)"},
    };
    for (size_t i = 0; value && i < sizeof words / sizeof words[0]; i++)
        if (strcmp(words[i].value, value) == 0)
            return json_string(words[i].words);
    return view_text(value);
}

static bool is_standing(const struct setting_version *list, size_t count, const char *name)
{
    for (size_t i = 0; i < count; i++)
        if (strcmp(list[i].name, name) == 0)
            return true;
    return false;
}

struct telling {
    struct arena *a;
    const struct house *house;
    const struct setting_version *list;
    size_t count;
};

static json_t *value_row(const struct telling *t, const char *name, bool given)
{
    struct arena *a = t->a;
    bool changed = is_standing(t->list, t->count, name);
    const char *value = house_text(t->house, a, name);
    const char *file = house_shipped_text(t->house, a, name);
    return json_pack("{s:s, s:s, s:o, s:o, s:b, s:b, s:s}", "label", view_desk_value_label(name),
                     "key", name, "value", said(value), "file", changed ? said(file) : json_null(),
                     "changed", changed, "standard", !changed && !given, "href",
                     arena_printf(a, "%s%s", PLACE, name));
}

static json_t *rows_of(const struct telling *t, const char *section)
{
    const struct settings *s =
        t->house->shipped.settings ? t->house->shipped.settings : t->house->settings;
    json_t *rows = json_array();
    for (size_t i = 0; i < s->text_count; i++)
        if (strcmp(s->texts[i].section, section) == 0)
            json_array_append_new(
                rows, value_row(t, arena_printf(t->a, "%s.%s", section, s->texts[i].name),
                                s->texts[i].given));
    return rows;
}

/* What is the file's alone, for those who wonder; it holds no secret, only where secrets lie. */
static json_t *file_rows(const struct telling *t)
{
    const struct settings *s = t->house->settings;
    json_t *rows = json_array();
    for (size_t i = 0; i < s->text_count; i++) {
        const char *name = arena_printf(t->a, "%s.%s", s->texts[i].section, s->texts[i].name);
        if (!settings_may_change(s, name) && *s->texts[i].value)
            json_array_append_new(rows,
                                  json_pack("{s:s, s:s, s:b}", "key", name, "value",
                                            s->texts[i].value, "standard", !s->texts[i].given));
    }
    return rows;
}

enum outcome view_desk_settings(struct arena *a, const struct house *house, json_t **out,
                                struct fault *f)
{
    struct telling t = {.a = a, .house = house};
    struct setting_version *list;
    enum outcome o = versions_standing(house->db, a, &list, &t.count, f);
    if (o != DONE)
        return o;
    t.list = list;
    json_t *all = json_array();
    for (size_t i = 0; i < sizeof groups / sizeof groups[0]; i++)
        json_array_append_new(all,
                              json_pack("{s:s, s:s, s:o}", "title", groups[i].title, "id",
                                        groups[i].section, "rows", rows_of(&t, groups[i].section)));
    *out = json_pack("{s:o, s:o, s:o, s:I, s:s}", "groups", all, "rules",
                     value_row(&t, "rules", true), "only_file", file_rows(&t), "area_count",
                     (json_int_t)areas_count(house->areas), "file", house->settings->file);
    return DONE;
}

/* ---- Areas ---- */

static int depth_of(const struct areas *areas, const struct area *area)
{
    int depth = 0;
    while (area && *area->parent && depth < 9) {
        area = areas_find(areas, area->parent);
        depth++;
    }
    return depth;
}

enum outcome view_desk_areas(struct arena *a, const struct house *house, json_t **out,
                             struct fault *f)
{
    struct setting_version *list;
    size_t count;
    enum outcome o = versions_standing(house->db, a, &list, &count, f);
    if (o != DONE)
        return o;
    json_t *rows = json_array();
    for (size_t i = 0; i < areas_count(house->areas); i++) {
        const struct area *area = areas_at(house->areas, i);
        const struct area *parent = areas_find(house->areas, area->parent);
        const char *name = arena_printf(a, "areas/%s", area->id);
        json_array_append_new(rows, json_pack("{s:s, s:s, s:o, s:b, s:b, s:s}", "name", area->sv,
                                              "id", area->id, "parent",
                                              parent ? json_string(parent->sv) : json_null(),
                                              "below", depth_of(house->areas, area) > 0, "changed",
                                              is_standing(list, count, name), "href",
                                              arena_printf(a, "%s%s", PLACE, name)));
    }
    *out = json_pack("{s:o}", "areas", rows);
    return DONE;
}

/* ---- Who changed what ---- */

json_t *view_desk_change(struct arena *a, const struct house *house,
                         const struct setting_version *v)
{
    const char *language = view_desk_text_language(a, v->name);
    return json_pack("{s:s, s:o, s:I, s:b, s:s, s:s, s:s}", "title",
                     view_desk_text_title(a, house, v->name), "language", view_text(language),
                     "version", (json_int_t)v->version, "shipped", v->shipped, "by",
                     v->by_name ? v->by_name : "kommandoraden", "when",
                     view_when(a, v->at, clock_now(&house->clock)), "href",
                     arena_printf(a, "%s%s&version=%lld", view_desk_text_place(v->name), v->name,
                                  (long long)v->version));
}
