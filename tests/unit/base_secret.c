/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * Secrets: the form of tokens, the sequence of a seed, the published vectors of SHA-256, and
 * passwords that match only themselves.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/secret.h"

/* A source that hands out given bytes, in order. */
struct script {
    const unsigned char *bytes;
    size_t left;
};

static void fill_from_script(void *state, void *out, size_t len)
{
    struct script *s = state;
    assert_true(len <= s->left);
    memcpy(out, s->bytes, len);
    s->bytes += len;
    s->left -= len;
}

static void tokens_are_base32_of_128_bits(void **state)
{
    (void)state;
    static const unsigned char counted[16] = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15};
    static const unsigned char ones[16] = {255, 255, 255, 255, 255, 255, 255, 255,
                                           255, 255, 255, 255, 255, 255, 255, 255};
    struct script s = {counted, sizeof counted};
    struct random_source r = {fill_from_script, &s};
    char token[TOKEN_CHARS + 1];
    random_token(r, token);
    assert_string_equal(token, "aaaqeayeaudaocajbifqydiob4");
    s = (struct script){ones, sizeof ones};
    random_token(r, token);
    assert_string_equal(token, "77777777777777777777777774");
    assert_int_equal(s.left, 0);
}

static void tokens_of_the_system_differ_and_are_well_formed(void **state)
{
    (void)state;
    char tokens[50][TOKEN_CHARS + 1];
    struct random_source r = random_system();
    for (size_t i = 0; i < 50; i++) {
        random_token(r, tokens[i]);
        assert_true(token_formed(tokens[i]));
        for (size_t k = 0; k < i; k++)
            assert_string_not_equal(tokens[i], tokens[k]);
    }
}

static void the_token_for_replies_hangs_on_the_links_alone(void **state)
{
    (void)state;
    char one[TOKEN_CHARS + 1], again[TOKEN_CHARS + 1], other[TOKEN_CHARS + 1];
    token_for_replies("abcdefghijklmnopqrstuvwx23", one);
    token_for_replies("abcdefghijklmnopqrstuvwx23", again);
    token_for_replies("abcdefghijklmnopqrstuvwx24", other);
    assert_true(token_formed(one));
    assert_string_equal(one, again);
    assert_string_equal(one, "srchi6fglkk7u4gaz7qr7ewp6a");
    assert_string_not_equal(one, other);
}

static void the_book_knows_both_tokens_of_a_link_by_one_hash(void **state)
{
    struct arena *a = arena_new();
    char reply[TOKEN_CHARS + 1];
    (void)state;
    token_for_replies("abcdefghijklmnopqrstuvwx23", reply);
    const char *hash = token_hash(a, "abcdefghijklmnopqrstuvwx23");
    assert_string_equal(hash, sha256_text(a, reply));
    assert_string_not_equal(hash, sha256_text(a, "abcdefghijklmnopqrstuvwx23"));
    assert_string_not_equal(hash, token_hash(a, reply)); /* which opens no page */
    arena_free(&a);
}

static void names_sort_by_the_time_they_were_made(void **state)
{
    (void)state;
    struct random_source r = random_system();
    char before[TOKEN_CHARS + 1], same[TOKEN_CHARS + 1], after[TOKEN_CHARS + 1];
    for (int64_t now = 0; now < INT64_C(4000000000000); now = 7 * now + 31) {
        random_name(r, now, before);
        random_name(r, now, same);
        random_name(r, now + 1, after);
        assert_true(token_formed(before));
        assert_int_equal(strncmp(before, same, 9), 0);
        assert_string_not_equal(before, same);
        assert_true(strcmp(before, after) < 0);
    }
}

static void a_code_is_six_figures_of_its_token(void **state)
{
    (void)state;
    char token[TOKEN_CHARS + 1], code[CODE_CHARS + 1], again[CODE_CHARS + 1];
    struct seeded seed = {.seed = 4};
    int first[10] = {0};
    for (int i = 0; i < 1000; i++) {
        random_token(random_seeded(&seed), token);
        token_for_code(token, code);
        token_for_code(token, again);
        assert_string_equal(code, again);
        assert_int_equal(strlen(code), CODE_CHARS);
        assert_int_equal(strspn(code, "0123456789"), CODE_CHARS);
        first[code[0] - '0']++;
    }
    for (int i = 0; i < 10; i++)
        assert_in_range(first[i], 60, 140);
}

static void other_texts_are_no_tokens(void **state)
{
    (void)state;
    assert_true(token_formed("abcdefghijklmnopqrstuvwxyz"));
    assert_true(token_formed("234567abcdefghijklmnopqrst"));
    assert_false(token_formed(NULL));
    assert_false(token_formed(""));
    assert_false(token_formed("abcdefghijklmnopqrstuvwxy"));
    assert_false(token_formed("abcdefghijklmnopqrstuvwxyza"));
    assert_false(token_formed("Abcdefghijklmnopqrstuvwxyz"));
    assert_false(token_formed("abcdefghijklmnopqrstuvwxy1"));
    assert_false(token_formed("abcdefghijklmnopqrstuvwxy="));
    assert_false(token_formed("abcdefghijklmnopqrstuvwx/."));
}

static void seed_decides_the_sequence(void **state)
{
    (void)state;
    struct arena *a = arena_new();
    struct seeded whole = {.seed = 1234567}, split = {.seed = 1234567}, other = {.seed = 1234568};
    unsigned char one[24], two[24], three[24];
    random_fill(random_seeded(&whole), one, sizeof one);
    assert_string_equal(hex_text(a, one, sizeof one),
                        "85fc08fb17d09e59a50f545884f0732c777cf2a3e5bc3e88");
    for (size_t at = 0, piece = 1; at < sizeof two; at += piece, piece = piece % 7 + 1) {
        if (piece > sizeof two - at)
            piece = sizeof two - at;
        random_fill(random_seeded(&split), two + at, piece);
    }
    assert_memory_equal(one, two, sizeof one);
    assert_int_equal(split.drawn, sizeof two);
    random_fill(random_seeded(&other), three, sizeof three);
    assert_memory_not_equal(one, three, sizeof one);
    arena_free(&a);
}

static void numbers_stay_below_their_bound(void **state)
{
    (void)state;
    struct seeded s = {.seed = 7};
    struct random_source r = random_seeded(&s);
    unsigned counts[6] = {0};
    for (int i = 0; i < 6000; i++)
        counts[random_below(r, 6)]++;
    for (size_t i = 0; i < 6; i++)
        assert_in_range(counts[i], 850, 1150);
    assert_int_equal(random_below(r, 0), 0);
    assert_int_equal(random_below(r, 1), 0);
}

/* 2^32 is one more than a multiple of three: the lowest number would come too often. */
static void numbers_that_would_bias_are_drawn_again(void **state)
{
    (void)state;
    static const unsigned char bytes[] = {0, 0, 0, 0, 5, 0, 0, 0, 1, 0, 0, 0x80};
    struct script s = {bytes, sizeof bytes};
    struct random_source r = {fill_from_script, &s};
    assert_int_equal(random_below(r, 3), 2);
    assert_int_equal(s.left, 4);
    assert_int_equal(random_below(r, UINT32_C(0x80000000)), 1);
}

static const struct {
    const char *text, *hash;
} vectors[] = {
    {"", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"},
    {"abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"},
    {"abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
     "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"},
};

static void hashes_are_those_of_the_standard(void **state)
{
    (void)state;
    struct arena *a = arena_new();
    unsigned char hash[SHA256_BYTES];
    for (size_t i = 0; i < sizeof vectors / sizeof *vectors; i++) {
        assert_string_equal(sha256_text(a, vectors[i].text), vectors[i].hash);
        struct sha256 h;
        sha256_start(&h);
        for (const char *at = vectors[i].text; *at; at++)
            sha256_add(&h, at, 1);
        sha256_end(&h, hash);
        assert_string_equal(hex_text(a, hash, sizeof hash), vectors[i].hash);
    }
    char thousand[1000];
    memset(thousand, 'a', sizeof thousand);
    struct sha256 h;
    sha256_start(&h);
    for (int i = 0; i < 1000; i++)
        sha256_add(&h, thousand, sizeof thousand);
    sha256_end(&h, hash);
    assert_string_equal(hex_text(a, hash, sizeof hash),
                        "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
    assert_string_equal(hex_text(a, "", 0), "");
    assert_string_equal(hex_text(a, "\x00\x0f\xff", 3), "000fff");
    arena_free(&a);
}

static void passwords_match_only_themselves(void **state)
{
    (void)state;
    struct arena *a = arena_new();
    char *hash = password_hash(a, "blåbär och lingon");
    assert_memory_equal(hash, "$argon2id$", 10);
    assert_string_not_equal(hash, password_hash(a, "blåbär och lingon"));
    assert_true(password_matches(hash, "blåbär och lingon"));
    assert_false(password_matches(hash, "blåbär och lingon "));
    assert_false(password_matches(hash, ""));
    assert_false(password_matches("", ""));
    assert_false(password_matches("*", "x"));
    assert_false(password_matches("$argon2id$v=19$m=65536,t=2,p=1$", "x"));
    char large[500];
    memset(large, 'x', sizeof large - 1);
    large[sizeof large - 1] = '\0';
    assert_false(password_matches(large, "x"));
    arena_free(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(tokens_are_base32_of_128_bits),
        cmocka_unit_test(tokens_of_the_system_differ_and_are_well_formed),
        cmocka_unit_test(the_token_for_replies_hangs_on_the_links_alone),
        cmocka_unit_test(the_book_knows_both_tokens_of_a_link_by_one_hash),
        cmocka_unit_test(names_sort_by_the_time_they_were_made),
        cmocka_unit_test(a_code_is_six_figures_of_its_token),
        cmocka_unit_test(other_texts_are_no_tokens),
        cmocka_unit_test(seed_decides_the_sequence),
        cmocka_unit_test(numbers_stay_below_their_bound),
        cmocka_unit_test(numbers_that_would_bias_are_drawn_again),
        cmocka_unit_test(hashes_are_those_of_the_standard),
        cmocka_unit_test(passwords_match_only_themselves),
    };
    return cmocka_run_group_tests_name("base_secret", tests, NULL, NULL);
}
