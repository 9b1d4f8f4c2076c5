/* SPDX-License-Identifier: EUPL-1.2 */
/* The form of an agreement has a field for each text that the parties write, called as it is. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "craft.h"
#include "view/agreement.h"

static const struct field *field_named(const char *name)
{
    for (const struct field *f = agreement_fields; f->name; f++)
        if (strcmp(f->name, name) == 0)
            return f;
    return NULL;
}

static void every_written_text_has_its_field(void **state)
{
    (void)state;
    size_t written = 0, fields = 0;
    for (enum agreement_key key = 0; key < AGREEMENT_COUNT; key++) {
        const struct field *f = field_named(agreement_name(key));
        if (!agreement_is_written(key)) {
            assert_null(f);
            continue;
        }
        written++;
        assert_non_null(f);
        assert_string_equal(f->sv, agreement_label(key, "sv"));
        assert_string_equal(f->en, agreement_label(key, "en"));
        assert_in_range(f->max, 1, AGREEMENT_CHARS);
        assert_false(f->needed);
    }
    for (const struct field *f = agreement_fields; f->name; f++)
        fields++;
    assert_int_equal(fields, written + 1); /* and the version that it was made from */
}

/* Read from the top, the fields come in the order in which the agreement is read. */
static void the_form_follows_the_agreement(void **state)
{
    (void)state;
    int last = -1;
    for (const struct field *f = agreement_fields + 1; f->name; f++) {
        int key = (int)agreement_by_name(f->name);
        assert_true(key > last);
        last = key;
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_written_text_has_its_field),
        cmocka_unit_test(the_form_follows_the_agreement),
    };
    return cmocka_run_group_tests_name("web_agreement", tests, NULL, NULL);
}
