/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * Fuzzes reading_read() and areas_read(): whatever a mail or an area file holds, every fact is in
 * the form that fact_normalise() demands, and nothing is read outside the text. The first line is
 * the subject, the rest the text; what starts with '[' is read as an area file too.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "reading.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char AREAS[] = "[lunga]\nsv = Lungsjukdom\nwords = KOL astma\n"
                            "phrases = ont i lungan\nassociations = Lungföreningen\n";

/* A fact must be one that staff could have typed. */
static void check(struct arena *a, const struct areas *areas, enum fact_key key, const char *value)
{
    struct fault f;
    const char *out;
    if (!text_is_utf8(value, strlen(value)))
        abort();
    bool formed = key == FACT_KIND || key == FACT_PERSPECTIVE || key == FACT_ROUTE ||
                  key == FACT_FORMAT || key == FACT_MUNICIPALITY || key == FACT_AREAS ||
                  key == FACT_PEOPLE_MIN || key == FACT_PEOPLE_MAX || key == FACT_RESPOND_BY ||
                  key == FACT_OCCASIONS;
    if (formed && fact_normalise(a, areas, key, value, &out, &f) != DONE)
        abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena *a = arena_new();
    struct areas *areas = NULL;
    struct fault f;
    char *text = text_repair(a, (const char *)data, size);
    if (*text == '[')
        (void)areas_read(a, "fuzz.ini", text, &areas, &f);
    if (areas_read(a, "areas.ini", AREAS, &areas, &f) != DONE)
        abort();
    char *body = strchr(text, '\n');
    if (body)
        *body++ = '\0';
    struct reading_input in = {.from_name = "Alva Strand",
                               .from_address = "alva@example.org",
                               .subject = text,
                               .text = body,
                               .own_text = body,
                               .date = {2027, 2, 3},
                               .own_addresses = "bibliotek@example.org"};
    struct reading r;
    reading_read(a, areas, &in, &r);
    for (int key = 0; key < FACT_COUNT; key++)
        if (r.facts[key].value)
            check(a, areas, (enum fact_key)key, r.facts[key].value);
    for (size_t i = 0; i < r.proposal_count; i++)
        check(a, areas, r.proposals[i].key, r.proposals[i].value);
    (void)reading_answer(a, body);
    arena_free(&a);
    return 0;
}
