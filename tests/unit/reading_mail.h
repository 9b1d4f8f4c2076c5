/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * What the tests of reading share: the shipped areas, and a mail of one text read on 3 February
 * 2027.
 */
#ifndef LEVANDE_TESTS_READING_MAIL_H
#define LEVANDE_TESTS_READING_MAIL_H

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/file.h"
#include "reading.h"

static struct arena *arena;
static struct areas *areas;

static int open_areas(void **state)
{
    (void)state;
    struct fault f;
    char *text;
    size_t len;
    arena = arena_new();
    if (file_read(arena, "config/areas.ini", 1 << 20, &text, &len, &f) != DONE ||
        areas_read(arena, "config/areas.ini", text, &areas, &f) != DONE) {
        print_error("%s\n", f.text);
        return -1;
    }
    return 0;
}

static int close_areas(void **state)
{
    (void)state;
    arena_free(&arena);
    return 0;
}

/* The mail of a unit, in the first week of February 2027. */
static inline struct reading_input mail_of(const char *subject, const char *text)
{
    return (struct reading_input){
        .from_name = "Alva Strand",
        .from_address = "alva.strand@example.org",
        .subject = subject,
        .text = text,
        .own_text = text,
        .date = {2027, 2, 3},
        .own_addresses = "levande.bibliotek@example.org",
    };
}

static inline struct reading read_mail(const struct reading_input *in)
{
    struct reading r;
    reading_read(arena, areas, in, &r);
    return r;
}

/* One sentence inside a request that says nothing else about the fact. */
struct fact_case {
    const char *says;
    const char *value; /* NULL: nothing is to be read */
};

static inline const char *request_with(const char *says)
{
    return arena_printf(arena,
                        "Hej!\n\nVi söker patientföreträdare.\n%s\n\nMed vänlig hälsning\n"
                        "Alva Strand\n",
                        says);
}

static inline void check_facts(enum fact_key key, const struct fact_case *cases, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        struct reading_input in = mail_of("", request_with(cases[i].says));
        struct reading r = read_mail(&in);
        const char *got = r.facts[key].value;
        if (r.intent != INTENT_REQUEST)
            fail_msg("\"%s\" is no request but %s", cases[i].says, intent_name(r.intent));
        if (!got != !cases[i].value || (got && strcmp(got, cases[i].value) != 0))
            fail_msg("\"%s\": %s is %s, expected %s", cases[i].says, fact_name(key),
                     got ? got : "empty", cases[i].value ? cases[i].value : "empty");
        if (got && *r.facts[key].source && strcmp(got, "unsaid") != 0 && key != FACT_PERSPECTIVE)
            assert_non_null(r.facts[key].source);
    }
}

#define CHECK(key, cases) check_facts(key, cases, sizeof(cases) / sizeof *(cases))

#endif
