/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * What is wrong with a text that staff have written, in their words.
 *
 * The checks speak to whoever runs the service, in English, with file and line. Here each of their
 * sentences has its Swedish; one that has none is shown as it is.
 */
#include "view/desk_texts.h"

#include <stdlib.h>
#include <string.h>

#include "base/text.h"

/* What stands before and behind the word that the sentence is about; behind may be cut off. */
static const struct {
    const char *before, *behind, *sv_before, *sv_behind;
} sentences[] = {
    {"there is no field '", "'", "Det finns inget fält som heter ”",
     "”. Välj ett i listan nedanför."},
    {"this letter may lack the field '", "'", "Fältet ”",
     "” finns inte alltid i det här brevet. Sätt det i ett avsnitt: {{#fält}} … {{/fält}}."},
    {"the letter lacks the field '", "'", "Brevet saknar fältet ”",
     "”. Utan det kommer mottagaren inte vidare."},
    {"there is no partial '", "'", "Det finns ingen byggsten som heter ”", "”."},
    {"the section '", "' is not closed", "Avsnittet ”",
     "” öppnas men stängs aldrig. Lägg till {{/…}} där det ska sluta."},
    {"the section '", "' is closed but was not opened", "Avsnittet ”",
     "” stängs utan att ha öppnats."},
    {"the section '", "' of line", "Avsnittet ”", "” stängs med ett annat namn."},
    {"a tag begins with ", " and does not end", "Ett fält börjar med ", " men slutar aldrig."},
    {"a tag has no name", "", "Ett fält saknar namn.", NULL},
    {"the name '", "' holds a space", "Namnet ”", "” innehåller ett mellanslag."},
    {"the tag '", "' is of a kind", "Fältet ”", "” är av ett slag som inte går att använda."},
    {"the name '", "'", "Namnet ”", "” är inte rätt skrivet."},
    {"the first line is no subject", "",
     "Första raden ska vara ämnet: skriv ”Subject: ” och sedan ämnet.", NULL},
    {"the subject is empty", "", "Ämnet är tomt.", NULL},
    {"a page of text takes no tag '", "'", "En textsida kan inte innehålla taggen ”", "”."},
    {"a page takes no attribute '", "'", "En sida kan inte innehålla attributet ”", "”."},
    {"a page fetches nothing from elsewhere", "", "En sida hämtar ingenting från andra platser.",
     NULL},
    {"a page takes no address '", "'", "En sida kan inte ha en adress som börjar med ”", "”."},
    {"this tag closes none that is open: '", "'", "Taggen ”", "” stängs utan att vara öppen."},
    {"this tag is never closed: '", "'", "Taggen ”", "” stängs aldrig."},
    {"this is no tag", "", "Ett ensamt < skrivs &lt;.", NULL},
    {"a comment is written", "", "En kommentar skrivs {{! … }}.", NULL},
    {"the text is longer than", "", "Texten är för lång.", NULL},
    {"the value has several lines", "", "Värdet ska stå på en enda rad.", NULL},
    {"this is no id of an area", "",
     "Ett områdes id är små bokstäver a–z, siffror och punkter, till exempel cancer.brost.", NULL},
    {"a section stands in the section", "", "Ta bort raden som börjar med [.", NULL},
    {"this word belongs to [", "]", "Ett ord hör redan till området ”", "”."},
    {"the area has no name", "", "Området saknar namn: skriv ”sv = …”.", NULL},
    {"unknown key", "", "Här står ett ord till vänster om = som inte betyder något.", NULL},
    {"this key was given before", "", "Samma ord står till vänster om = två gånger.", NULL},
    {"expected \"key = value\"", "", "Raden ska ha formen ”ord = värde”.", NULL},
};

static char *in_swedish(struct arena *a, const char *text)
{
    for (size_t i = 0; i < sizeof sentences / sizeof sentences[0]; i++) {
        if (!text_starts(text, sentences[i].before))
            continue;
        const char *word = text + strlen(sentences[i].before);
        const char *behind = strstr(word, sentences[i].behind);
        if (!sentences[i].sv_behind)
            return arena_strdup(a, sentences[i].sv_before);
        if (behind)
            return arena_printf(a, "%s%.*s%s", sentences[i].sv_before, (int)(behind - word), word,
                                sentences[i].sv_behind);
    }
    return NULL;
}

/* "[rule x] names the area y; …" and "[section] key = value: why; expected …". */
static char *of_values(struct arena *a, const char *text)
{
    const char *area = strstr(text, " names the area "), *expected = strstr(text, "; expected ");
    if (text_starts(text, "[rule ") && area && expected) {
        area += strlen(" names the area ");
        return arena_printf(a, "%.*s nämner området ”%.*s”, som inte finns.",
                            (int)(strchr(text, ']') - text + 1), text, (int)(expected - area),
                            area);
    }
    if (expected)
        return arena_printf(a, "Värdet går inte att använda. Så här ska det se ut: %s.",
                            expected + strlen("; expected "));
    return NULL;
}

json_t *view_desk_text_fault(struct arena *a, const char *line)
{
    const char *at = line;
    long number = 1;
    for (; (at = strchr(at, ':')) != NULL; at++) {
        char *end;
        long n = strtol(at + 1, &end, 10);
        if (end == at + 1 || end[0] != ':' || end[1] != ' ')
            continue;
        number = n;
        line = end + 2;
        break;
    }
    char *words = in_swedish(a, line);
    if (!words)
        words = of_values(a, line);
    return json_pack("{s:I, s:s}", "line", (json_int_t)number, "text", words ? words : line);
}
