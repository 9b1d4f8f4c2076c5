/* SPDX-License-Identifier: EUPL-1.2 */
/* Trust: which sender may be answered without asking staff, row by row. */
#include "lending_house.h"

#define FAIL "mx.example.org; dmarc=fail header.from=vgregion.example"
#define PASS "mx.example.org; dmarc=pass header.from=vgregion.example"

/* authserv NULL: trust by domain alone. */
static const struct row {
    bool trusted;
    const char *address, *authserv, *results;
} rows[] = {
    {true, "a@vgregion.example", NULL, NULL},
    {true, "a@sub.vgregion.example", NULL, NULL},
    {true, "a@VGRegion.Example", NULL, NULL},
    {false, "a@notvgregion.example", NULL, NULL},
    {false, "a@vgregion.example.evil.example", NULL, NULL},
    {false, "a@elsewhere.example", NULL, NULL},
    {false, "vgregion.example", NULL, NULL},
    {false, "", NULL, NULL},

    /* With a server named, its word is needed. */
    {false, "a@vgregion.example", "mx.example.org", NULL},
    {false, "a@vgregion.example", "mx.example.org", ""},
    {true, "a@vgregion.example", "mx.example.org", PASS},
    {true, "a@vgregion.example", "MX.Example.Org", PASS},
    {true, "a@vgregion.example", "mx.example.org",
     "mx.example.org 1; spf=none; dkim=pass header.d=vgregion.example header.s=x"},
    {true, "a@vgregion.example", "mx.example.org",
     "mx.example.org; dkim=pass (2048-bit key) header.i=@vgregion.example"},
    {true, "a@vgregion.example", "mx.example.org",
     "mx.example.org; spf=pass smtp.mailfrom=bounce@mail.vgregion.example"},
    {true, "a@sub.vgregion.example", "mx.example.org",
     "mx.example.org; dkim=pass header.d=vgregion.example"},
    {false, "a@elsewhere.example", "mx.example.org",
     "mx.example.org; dmarc=pass header.from=elsewhere.example"},

    /* No pass, or a pass for somebody else. */
    {false, "a@vgregion.example", "mx.example.org", FAIL},
    {false, "a@vgregion.example", "mx.example.org", "mx.example.org; none"},
    {false, "a@vgregion.example", "mx.example.org",
     "mx.example.org; dkim=pass header.d=evil.example; spf=pass smtp.mailfrom=x@evil.example"},
    {false, "a@vgregion.example", "mx.example.org", "mx.example.org; dkim=pass header.d=example"},
    {false, "a@vgregion.example", "mx.example.org", "mx.example.org; dkim=pass"},
    {false, "a@vgregion.example", "mx.example.org",
     "mx.example.org; dkim=passing header.d=vgregion.example"},

    /* Fields of other servers are the sender's own claim; so is what stands below the real one. */
    {false, "a@vgregion.example", "mx.example.org",
     "mx.evil.example; dmarc=pass header.from=vgregion.example"},
    {false, "a@vgregion.example", "mx.example.org",
     "mx.example.org.evil.example; dmarc=pass header.from=vgregion.example"},
    {false, "a@vgregion.example", "mx.example.org", FAIL "\n" PASS},
    {true, "a@vgregion.example", "mx.example.org", "other.example; dmarc=fail\n" PASS "\n" FAIL},

    /* Words of the sender's inside the server's field: quoted, in comments, in an address. */
    {false, "a@vgregion.example", "mx.example.org",
     "mx.example.org; spf=pass smtp.mailfrom="
     "\"x; dmarc=pass header.from=vgregion.example y\"@evil.example"},
    {false, "a@vgregion.example", "mx.example.org",
     "mx.example.org; dkim=pass (header.d=vgregion.example) header.d=evil.example"},
    {false, "a@vgregion.example", "mx.example.org",
     "mx.example.org; dkim=pass reason=\"header.d=vgregion.example\" header.d=evil.example"},
    {false, "a@vgregion.example", "mx.example.org",
     "mx.example.org; dkim=fail (a \\) b; dkim=pass header.d=vgregion.example) header.d=x.example"},
    {false, "a@vgregion.example", "mx.example.org",
     "mx.example.org; dkim=pass header.i=x/header.d=vgregion.example"},
    {false, "a@vgregion.example", "mx.example.org", "mx.example.org; dkim=fail ((( \" \\"},
};

static void each_row_is_trusted_or_not(void **state)
{
    (void)state;
    struct arena *a = arena_new();
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct settings s = *house_settings;
        s.library.authserv_id = rows[i].authserv;
        if (lending_trusts(a, &s, rows[i].address, rows[i].results) != rows[i].trusted)
            fail_msg("row %zu, %s with %s: expected %s", i, rows[i].address, rows[i].results,
                     rows[i].trusted ? "trust" : "no trust");
    }
    arena_free(&a);
}

static void no_domains_trust_nobody(void **state)
{
    (void)state;
    struct arena *a = arena_new();
    struct settings s = *house_settings;
    s.library.trusted_domains = "";
    assert_false(lending_trusts(a, &s, "a@vgregion.example", NULL));
    arena_free(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_row_is_trusted_or_not),
        cmocka_unit_test(no_domains_trust_nobody),
    };
    return cmocka_run_group_tests_name("lending_trust", tests, house_group, house_group_over);
}
