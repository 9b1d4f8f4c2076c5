/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * The table of routes and the tables of fields: what must hold of every row.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "craft.h"

static bool is_get(const struct web_route *r)
{
    return strcmp(r->method, "GET") == 0;
}

static const struct web_route *shown_at(const char *path)
{
    for (size_t i = 0; i < web_route_count; i++)
        if (is_get(&web_routes[i]) && strcmp(web_routes[i].path, path) == 0)
            return &web_routes[i];
    return NULL;
}

static void every_post_has_fields_and_no_get_has(void **state)
{
    (void)state;
    for (size_t i = 0; i < web_route_count; i++) {
        const struct web_route *r = &web_routes[i];
        if (is_get(r) != (r->fields == NULL))
            fail_msg("%s %s", r->method, r->path);
        assert_non_null(r->handle);
        assert_true(is_get(r) || strcmp(r->method, "POST") == 0);
    }
}

/* A refused form is shown again: on its own path, or on the one that the row names. */
static void every_form_can_be_shown_again(void **state)
{
    (void)state;
    for (size_t i = 0; i < web_route_count; i++) {
        const struct web_route *r = &web_routes[i];
        if (!is_get(r) && !shown_at(r->form_path ? r->form_path : r->path))
            fail_msg("nothing shows the form of %s", r->path);
    }
}

static void a_link_says_whose_and_for_what(void **state)
{
    (void)state;
    for (size_t i = 0; i < web_route_count; i++) {
        const struct web_route *r = &web_routes[i];
        bool hole = strstr(r->path, "/TOKEN") != NULL;
        if (r->who == WHO_STAFF)
            hole = false; /* what is named there is looked up under who is logged in */
        if (strncmp(r->path, "/filer/TOKEN/", 13) == 0)
            hole = false; /* which version of a file that is open to all */
        if (strcmp(r->path, "/kalender/TOKEN") == 0)
            hole = false; /* a member of staff's: it opens a calendar, and no page of a party */
        if (hole != (r->who == WHO_LINK) || hole != (r->purposes && r->parties))
            fail_msg("%s %s", r->method, r->path);
        assert_true(r->path[0] == '/');
    }
}

/* All of the desk but its door is behind a session; what only the desk has stands nowhere else. */
static void the_desk_is_for_staff(void **state)
{
    (void)state;
    for (size_t i = 0; i < web_route_count; i++) {
        const struct web_route *r = &web_routes[i];
        bool desk = strcmp(r->path, "/personal") == 0 || strncmp(r->path, "/personal/", 10) == 0;
        bool door = strcmp(r->path, "/personal/logga-in") == 0;
        bool staff = r->who == WHO_STAFF || r->who == WHO_HALF;
        if (staff != (desk && !door) || (!staff && (r->upload || r->role != ROLE_READER)) ||
            (r->upload && is_get(r)) || (r->asks && (!is_get(r) || !desk)))
            fail_msg("%s %s", r->method, r->path);
        if (strstr(r->path, "/PART") && !strstr(r->path, "/TOKEN"))
            fail_msg("%s has a PART and no TOKEN", r->path);
    }
}

/* Only a mail program may post without a form's token, and only the pause. */
static void one_path_alone_takes_no_token(void **state)
{
    (void)state;
    for (size_t i = 0; i < web_route_count; i++)
        if (web_routes[i].no_token)
            assert_string_equal(web_routes[i].path, "/paus/TOKEN");
}

static void no_row_stands_twice(void **state)
{
    (void)state;
    for (size_t i = 0; i < web_route_count; i++)
        for (size_t k = i + 1; k < web_route_count; k++) {
            const struct web_route *a = &web_routes[i], *b = &web_routes[k];
            bool same = strcmp(a->path, b->path) == 0 && strcmp(a->method, b->method) == 0;
            bool apart =
                a->parties && b->parties &&
                (strcmp(a->parties, b->parties) != 0 || strcmp(a->purposes, b->purposes) != 0);
            if (same && !apart)
                fail_msg("%s %s", a->method, a->path);
        }
}

/* The desk speaks Swedish; all other pages speak English too. */
static void check_field(const struct field *f, const struct field *table, bool english)
{
    bool chooses = f->type == FIELD_CHOICE || f->type == FIELD_RADIO || f->type == FIELD_SCALE;
    bool written = f->type == FIELD_TEXT || f->type == FIELD_LINES;
    if (!f->sv || (english && !f->en) || chooses != (f->choices != NULL) ||
        (written && f->max <= 0))
        fail_msg("field %s", f->name);
    if (english && (!f->hint_sv != !f->hint_en || !f->group_sv != !f->group_en))
        fail_msg("field %s speaks one language", f->name);
    if (f->type == FIELD_NUMBER && f->min >= f->max)
        fail_msg("field %s has no bounds", f->name);
    assert_string_not_equal(f->name, "form");
    for (const struct field *other = table; other != f; other++)
        assert_string_not_equal(other->name, f->name);
    for (const struct choice *c = f->choices; c && c->value; c++)
        assert_true(c->sv && (c->en || !english));
}

static void every_field_is_bounded_and_speaks_its_languages(void **state)
{
    (void)state;
    for (size_t i = 0; i < web_route_count; i++)
        for (const struct field *f = web_routes[i].fields; f && f->name; f++)
            check_field(f, web_routes[i].fields,
                        web_routes[i].who != WHO_STAFF && web_routes[i].who != WHO_HALF);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_post_has_fields_and_no_get_has),
        cmocka_unit_test(every_form_can_be_shown_again),
        cmocka_unit_test(a_link_says_whose_and_for_what),
        cmocka_unit_test(the_desk_is_for_staff),
        cmocka_unit_test(one_path_alone_takes_no_token),
        cmocka_unit_test(no_row_stands_twice),
        cmocka_unit_test(every_field_is_bounded_and_speaks_its_languages),
    };
    return cmocka_run_group_tests_name("web_routes", tests, NULL, NULL);
}
