/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * What the assignment is, by the representatives' own part in it.
 *
 * Each word for a kind gives points: more in the subject, in a field for it, and where somebody is
 * sought. What names a person's part (research partner, focus group, test) outweighs what names the
 * frame (improvement work, education). Faint words ("berättar", "artrosskolan") count only where
 * there are no others. A tie between kinds becomes two proposals.
 */
#include "findings.h"
#include "zones.h"

enum kind {
    KIND_RESEARCH,
    KIND_FOCUS_GROUP,
    KIND_MANAGEMENT_GROUP,
    KIND_REFERENCE_GROUP,
    KIND_WORKING_GROUP,
    KIND_INTERVIEW,
    KIND_OTHER,
    KIND_INFORMATION_MATERIAL,
    KIND_DEVELOPMENT_DAY,
    KIND_WORKSHOP,
    KIND_SEMINAR,
    KIND_LECTURE,
    KIND_EDUCATION,
    KIND_IMPROVEMENT_WORK,
    KIND_COUNT,
};

static const struct {
    const char *name;
    int weight;
} kinds[KIND_COUNT] = {
    [KIND_RESEARCH] = {"research", 6},
    [KIND_FOCUS_GROUP] = {"focus_group", 6},
    [KIND_MANAGEMENT_GROUP] = {"management_group", 5},
    [KIND_REFERENCE_GROUP] = {"reference_group", 5},
    [KIND_WORKING_GROUP] = {"working_group", 4},
    [KIND_INTERVIEW] = {"interview", 4},
    [KIND_OTHER] = {"other", 6},
    [KIND_INFORMATION_MATERIAL] = {"information_material", 4},
    [KIND_DEVELOPMENT_DAY] = {"development_day", 4},
    [KIND_WORKSHOP] = {"workshop", 4},
    [KIND_SEMINAR] = {"seminar", 4},
    [KIND_LECTURE] = {"lecture", 3},
    [KIND_EDUCATION] = {"education", 3},
    [KIND_IMPROVEMENT_WORK] = {"improvement_work", 3},
};

static const struct cue words[] = {
    {"medforskare*", KIND_RESEARCH},
    {"forskningspartner*", KIND_RESEARCH},
    {"co - research*", KIND_RESEARCH},
    {"research partner*", KIND_RESEARCH},
    {"forskningsprojekt*", KIND_RESEARCH},
    {"forskningsråd*", KIND_RESEARCH},
    {"medforsk*", KIND_RESEARCH},
    {"forskningsstudie*", KIND_RESEARCH},
    {"forskningsplan*", KIND_RESEARCH},
    {"forskningsansök*", KIND_RESEARCH},
    {"forskargrupp*", KIND_RESEARCH},
    {"forskarråd*", KIND_RESEARCH},
    {"fokusgrupp*", KIND_FOCUS_GROUP},
    {"focus group*", KIND_FOCUS_GROUP},
    {"fokusgruppe", KIND_FOCUS_GROUP},
    {"fokusgruppsintervju*", KIND_FOCUS_GROUP},
    {"styrgrupp*", KIND_MANAGEMENT_GROUP},
    {"ledningsgrupp*", KIND_MANAGEMENT_GROUP},
    {"steering group", KIND_MANAGEMENT_GROUP},
    {"styrelse*", KIND_MANAGEMENT_GROUP},
    {"ledningsråd*", KIND_MANAGEMENT_GROUP},
    {"ledningsmöt*", KIND_MANAGEMENT_GROUP},
    {"chefsgrupp*", KIND_MANAGEMENT_GROUP},
    {"referensgrupp*", KIND_REFERENCE_GROUP},
    {"reference group*", KIND_REFERENCE_GROUP},
    {"patientråd*", KIND_REFERENCE_GROUP},
    {"brukarråd*", KIND_REFERENCE_GROUP},
    {"rådgivande grupp", KIND_REFERENCE_GROUP},
    {"advisory *", KIND_REFERENCE_GROUP},
    {"arbetsgrupp*", KIND_WORKING_GROUP},
    {"processgrupp*", KIND_WORKING_GROUP},
    {"projektgrupp*", KIND_WORKING_GROUP},
    {"working group*", KIND_WORKING_GROUP},
    {"processteam*", KIND_WORKING_GROUP},
    {"vårdprocessgrupp*", KIND_WORKING_GROUP},
    {"arbetsutskott*", KIND_WORKING_GROUP},
    {"programgrupp*", KIND_WORKING_GROUP},
    {"intervju", KIND_INTERVIEW},
    {"intervjua", KIND_INTERVIEW},
    {"intervjuer", KIND_INTERVIEW},
    {"intervjuv*", KIND_INTERVIEW},
    {"intervjupersoner", KIND_INTERVIEW},
    {"djupintervju*", KIND_INTERVIEW},
    {"interviews", KIND_INTERVIEW},
    {"intervjuas", KIND_INTERVIEW},
    {"användartest*", KIND_OTHER},
    {"testperson*", KIND_OTHER},
    {"usability", KIND_OTHER},
    {"testa en", KIND_OTHER},
    {"provsitta", KIND_OTHER},
    {"testare", KIND_OTHER},
    {"testpatient*", KIND_OTHER},
    {"testa vår", KIND_OTHER},
    {"testa ny*", KIND_OTHER},
    {"testet", KIND_OTHER},
    {"prova en", KIND_OTHER},
    {"användbarhetstest*", KIND_OTHER},
    {"film", KIND_INFORMATION_MATERIAL},
    {"filmen", KIND_INFORMATION_MATERIAL},
    {"filmer*", KIND_INFORMATION_MATERIAL},
    {"filma*", KIND_INFORMATION_MATERIAL},
    {"filmning*", KIND_INFORMATION_MATERIAL},
    {"inspelning*", KIND_INFORMATION_MATERIAL},
    {"spelar in", KIND_INFORMATION_MATERIAL},
    {"broschyr", KIND_INFORMATION_MATERIAL},
    {"läser vårt", KIND_INFORMATION_MATERIAL},
    {"läser vår", KIND_INFORMATION_MATERIAL},
    {"läser och", KIND_INFORMATION_MATERIAL},
    {"läsa våra", KIND_INFORMATION_MATERIAL},
    {"filmprojekt", KIND_INFORMATION_MATERIAL},
    {"informationsfilm*", KIND_INFORMATION_MATERIAL},
    {"broschyren", KIND_INFORMATION_MATERIAL},
    {"ny broschyr", KIND_INFORMATION_MATERIAL},
    {"vår broschyr", KIND_INFORMATION_MATERIAL},
    {"läsa igenom", KIND_INFORMATION_MATERIAL},
    {"läsa utkast*", KIND_INFORMATION_MATERIAL},
    {"informationsmaterial*", KIND_INFORMATION_MATERIAL},
    {"patientinformation*", KIND_INFORMATION_MATERIAL},
    {"korrekturläs*", KIND_INFORMATION_MATERIAL},
    {"läsa och tycka", KIND_INFORMATION_MATERIAL},
    {"informationsblad*", KIND_INFORMATION_MATERIAL},
    {"läsa ett utkast", KIND_INFORMATION_MATERIAL},
    {"podd*", KIND_INFORMATION_MATERIAL},
    {"folder*", KIND_INFORMATION_MATERIAL},
    {"granska *", KIND_INFORMATION_MATERIAL},
    {"informationstext*", KIND_INFORMATION_MATERIAL},
    {"provläs*", KIND_INFORMATION_MATERIAL},
    {"testläs*", KIND_INFORMATION_MATERIAL},
    {"patientbrev*", KIND_INFORMATION_MATERIAL},
    {"tycker till om", KIND_INFORMATION_MATERIAL},
    {"läser och tycker", KIND_INFORMATION_MATERIAL},
    {"läsgrupp*", KIND_INFORMATION_MATERIAL},
    {"utvecklingsdag*", KIND_DEVELOPMENT_DAY},
    {"verksamhetsdag*", KIND_DEVELOPMENT_DAY},
    {"planeringsdag*", KIND_DEVELOPMENT_DAY},
    {"enhetsdag*", KIND_DEVELOPMENT_DAY},
    {"personaldag*", KIND_DEVELOPMENT_DAY},
    {"klinikdag*", KIND_DEVELOPMENT_DAY},
    {"inspirationsdag*", KIND_DEVELOPMENT_DAY},
    {"temadag*", KIND_DEVELOPMENT_DAY},
    {"teamdag*", KIND_DEVELOPMENT_DAY},
    {"kick - off*", KIND_DEVELOPMENT_DAY},
    {"kickoff*", KIND_DEVELOPMENT_DAY},
    {"workshop*", KIND_WORKSHOP},
    {"work shop", KIND_WORKSHOP},
    {"verkstad*", KIND_WORKSHOP},
    {"designverkstad*", KIND_WORKSHOP},
    {"seminarie*", KIND_SEMINAR},
    {"seminarium*", KIND_SEMINAR},
    {"*seminarium", KIND_SEMINAR},
    {"*seminarie*", KIND_SEMINAR},
    {"webbinari*", KIND_SEMINAR},
    {"panel*", KIND_SEMINAR},
    {"symposi*", KIND_SEMINAR},
    {"webinar*", KIND_SEMINAR},
    {"panelsamtal*", KIND_SEMINAR},
    {"seminar", KIND_SEMINAR},
    {"konferensen", KIND_SEMINAR},
    {"nationell konferens", KIND_SEMINAR},
    {"regional konferens", KIND_SEMINAR},
    {"lunchsamtal*", KIND_SEMINAR},
    {"rundabords*", KIND_SEMINAR},
    {"*föreläs*", KIND_LECTURE},
    {"talare", KIND_LECTURE},
    {"berättarkväll*", KIND_LECTURE},
    {"berättelse", KIND_LECTURE},
    {"apt", KIND_LECTURE},
    {"öppen kväll", KIND_LECTURE},
    {"arbetsplatsträff*", KIND_LECTURE},
    {"*kväll", KIND_LECTURE},
    {"temakväll*", KIND_LECTURE},
    {"öppet hus", KIND_LECTURE},
    {"lecture", KIND_LECTURE},
    {"personalmöte*", KIND_LECTURE},
    {"patientskola*", KIND_LECTURE},
    {"inspirationskväll*", KIND_LECTURE},
    {"prata om", KIND_LECTURE},
    {"*utbildning", KIND_EDUCATION},
    {"utbildning*", KIND_EDUCATION},
    {"*utbildningen", KIND_EDUCATION},
    {"kurs", KIND_EDUCATION},
    {"kursen", KIND_EDUCATION},
    {"kursdeltag*", KIND_EDUCATION},
    {"undervisning*", KIND_EDUCATION},
    {"student*", KIND_EDUCATION},
    {"*studenter", KIND_EDUCATION},
    {"internutbildning*", KIND_EDUCATION},
    {"utbildningsdag*", KIND_EDUCATION},
    {"kurstillfäll*", KIND_EDUCATION},
    {"introduktionsdag*", KIND_EDUCATION},
    {"course", KIND_EDUCATION},
    {"*kurs", KIND_EDUCATION},
    {"termin*", KIND_EDUCATION},
    {"lektion*", KIND_EDUCATION},
    {"förbättra", KIND_IMPROVEMENT_WORK},
    {"göra om", KIND_IMPROVEMENT_WORK},
    {"läranderum*", KIND_IMPROVEMENT_WORK},
    {"utvecklingsarbet*", KIND_IMPROVEMENT_WORK},
    {"nya lokaler", KIND_IMPROVEMENT_WORK},
    {"ritning*", KIND_IMPROVEMENT_WORK},
    {"se över", KIND_IMPROVEMENT_WORK},
    {"ta tag i", KIND_IMPROVEMENT_WORK},
    {"improvement", KIND_IMPROVEMENT_WORK},
    {"förbättringsresa*", KIND_IMPROVEMENT_WORK},
    {"utveckla", KIND_IMPROVEMENT_WORK},
    {"utvecklingsprojekt*", KIND_IMPROVEMENT_WORK},
    {"förbättrings*", KIND_IMPROVEMENT_WORK},
    {"startar om", KIND_IMPROVEMENT_WORK},
    {"arbeta om", KIND_IMPROVEMENT_WORK},
    {"arbetar om", KIND_IMPROVEMENT_WORK},
    {"gör om", KIND_IMPROVEMENT_WORK},
    {"ser över", KIND_IMPROVEMENT_WORK},
    {"bygger om", KIND_IMPROVEMENT_WORK},
    {"bygga om", KIND_IMPROVEMENT_WORK},
    {"om nya lokaler", KIND_IMPROVEMENT_WORK},
    {"planerar innehåll*", KIND_IMPROVEMENT_WORK},
    {"planeringsmöt*", KIND_IMPROVEMENT_WORK},
    {"vårdkedja*", KIND_IMPROVEMENT_WORK},
    {"patientresa*", KIND_IMPROVEMENT_WORK},
    {NULL, 0},
};

/* What tells of the kind only where nothing plainer does. */
static const struct cue faint[] = {
    {"*skola", KIND_EDUCATION},
    {"*skolan", KIND_EDUCATION},
    {"konferens", KIND_SEMINAR},
    {"berätta", KIND_LECTURE},
    {"berättar", KIND_LECTURE},
    {"*kvällen", KIND_LECTURE},
    {"förbättra*", KIND_IMPROVEMENT_WORK},
    {"utforma*", KIND_IMPROVEMENT_WORK},
    {"förändra*", KIND_IMPROVEMENT_WORK},
    {"ny rutin", KIND_IMPROVEMENT_WORK},
    {"förnya*", KIND_IMPROVEMENT_WORK},
    {"synpunkter på", KIND_IMPROVEMENT_WORK},
    {"åsikter", KIND_IMPROVEMENT_WORK},
    {"vårdprogram", KIND_IMPROVEMENT_WORK},
    {NULL, 0},
};

/* Names of schools and rooms say nothing of the part: "högskolan", "konferensrummet". */
static const struct cue mere_names[] = {
    {"högskol*", 0},          {"skolan i", 0},
    {"folkhögskol*", 0},      {"förskol*", 0},
    {"konferensrum*", 0},     {"grundskol*", 0},
    {"specialpedagog*", 0},   {"kvällstid*", 0},
    {"informationsbrev", 0},  {"föräldrautbildning*", 0},
    {"utbildningsledare", 0}, {"utbildningssamordn*", 0},
    {"inte film*", 0},        {NULL, 0},
};

static int place_points(const struct page *p, size_t i)
{
    enum label label = form_label(p, i);
    if (label == LABEL_KIND)
        return 6;
    if (p->tokens[i].zone == ZONE_SUBJECT)
        return 3;
    return p->sentences[p->tokens[i].sentence].seeks ? 3 : 2;
}

struct score {
    int points;
    size_t at, used;
};

static bool count(const struct page *p, const struct cue *table, struct score *scores)
{
    bool any = false;
    for (size_t i = 0; i < p->count; i++) {
        const struct token *t = &p->tokens[i];
        const struct cue *c =
            t->zone < ZONE_SIGNATURE && !t->negated && !t->unit ? cue_of(p, i, table) : NULL;
        if (!c || cue_of(p, i, mere_names))
            continue;
        struct score *s = &scores[c->what];
        if (!s->points) {
            s->at = i;
            s->used = cue_at(p, i, c->pattern);
        }
        int points = place_points(p, i) * kinds[c->what].weight;
        s->points = s->points ? s->points + points / 4 : points;
        any = true;
    }
    return any;
}

void find_kind(struct findings *f)
{
    struct score scores[KIND_COUNT] = {{0, 0, 0}};
    if (!count(f->page, words, scores))
        count(f->page, faint, scores);
    int best = -1, second = -1;
    for (int k = 0; k < KIND_COUNT; k++) {
        if (!scores[k].points)
            continue;
        if (best < 0 || scores[k].points > scores[best].points) {
            second = best;
            best = k;
        } else if (second < 0 || scores[k].points > scores[second].points) {
            second = k;
        }
    }
    if (best < 0)
        return;
    for (int k = best;; k = second) {
        const struct score *s = &scores[k];
        const char *source = page_slice(f->page, s->at, s->at + s->used);
        bool tie = second >= 0 && scores[second].points == scores[best].points;
        if (k == best && !tie)
            find_fact(f, FACT_KIND, kinds[k].name, source);
        else
            find_proposal(f, FACT_KIND, kinds[k].name, source, tie ? "ambiguous" : "mentioned");
        if (k == second || second < 0)
            break;
    }
}
