/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * Drawing documents: each once, kept with the hash of what was drawn; drawn anew only from another
 * view; one that cannot be drawn is shown to a person, and the next one is drawn.
 */
#include "lending_steps.h"

#include "store/documents.h"
#include "work.h"

static const char good[] = "{\"title\":\"Prov\",\"blocks\":[{\"type\":\"paragraph\",\"text\":\"Åsa"
                           "\"}]}";

static void ask(struct lending_house *h, const char *subject, const char *view)
{
    struct document d = {.kind = "agreement",
                         .subject = subject,
                         .view = view,
                         .created_at = clock_now(&h->house.clock)};
    assert_did(db_begin(h->house.db, HOUSE_LABEL, &h->fault), h);
    assert_did(documents_ask(h->house.db, h->arena, &d, &h->fault), h);
    assert_did(db_commit(h->house.db, HOUSE_LABEL, &h->fault), h);
}

/* How many pieces of work there were. */
static int draw_all(struct lending_house *h)
{
    struct worker w = {.house = &h->house, .arena = h->arena};
    int steps = 0;
    for (bool moved = true; moved; steps += moved) {
        moved = false;
        assert_did(work_draw_documents(&w, &moved, &h->fault), h);
        house_sound(h);
    }
    return steps;
}

static struct document found(struct lending_house *h, const char *subject)
{
    struct document d;
    assert_did(documents_find(h->house.db, h->arena, "agreement", subject, &d, &h->fault), h);
    return d;
}

static void a_document_is_drawn_once_and_kept_with_its_hash(void **state)
{
    struct lending_house *h = *state;
    unsigned char hash[SHA256_BYTES];
    void *bytes;
    size_t len;
    ask(h, "1", good);
    assert_int_equal(found(h, "1").made_at, -1);
    assert_int_equal(draw_all(h), 1);
    struct document d = found(h, "1");
    assert_did(documents_bytes(h->house.db, h->arena, d.id, &bytes, &len, &h->fault), h);
    assert_memory_equal(bytes, "%PDF-", 5);
    sha256(bytes, len, hash);
    assert_string_equal(d.sha256, hex_text(h->arena, hash, sizeof hash));
    ask(h, "1", good);
    assert_int_equal(draw_all(h), 0);
    assert_true(found(h, "1").made_at >= 0);
}

static void another_view_is_another_document(void **state)
{
    struct lending_house *h = *state;
    ask(h, "1", good);
    draw_all(h);
    const char *before = found(h, "1").sha256;
    ask(h, "1", "{\"title\":\"Prov\",\"blocks\":[{\"type\":\"paragraph\",\"text\":\"Örjan\"}]}");
    assert_string_equal(found(h, "1").sha256, "");
    assert_int_equal(draw_all(h), 1);
    assert_string_not_equal(found(h, "1").sha256, before);
}

static void what_was_drawn_from_an_old_view_is_not_kept(void **state)
{
    struct lending_house *h = *state;
    bool kept = true;
    ask(h, "1", good);
    struct document old = found(h, "1");
    ask(h, "1", "{\"title\":\"Nytt\",\"blocks\":[]}");
    assert_did(db_begin(h->house.db, HOUSE_LABEL, &h->fault), h);
    assert_did(documents_made(h->house.db, h->arena, &old, "x", 1, 0, &kept, &h->fault), h);
    assert_did(db_commit(h->house.db, HOUSE_LABEL, &h->fault), h);
    assert_false(kept);
    assert_int_equal(found(h, "1").made_at, -1);
}

static void what_cannot_be_drawn_is_a_task_and_the_next_one_is_drawn(void **state)
{
    static const char *const bad[] = {"{", "[]", "{\"title\":\"x\",\"blocks\":[{\"type\":\"?\"}]}"};
    struct lending_house *h = *state;
    for (size_t i = 0; i < 3; i++)
        ask(h, arena_printf(h->arena, "%zu", i + 1), bad[i]);
    ask(h, "4", good);
    assert_int_equal(draw_all(h), 4);
    assert_book(h, TASKS, "document document document");
    assert_string_not_equal(found(h, "3").failed, "");
    assert_true(found(h, "4").made_at >= 0);
    assert_int_equal(draw_all(h), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        house_test(a_document_is_drawn_once_and_kept_with_its_hash),
        house_test(another_view_is_another_document),
        house_test(what_was_drawn_from_an_old_view_is_not_kept),
        house_test(what_cannot_be_drawn_is_a_task_and_the_next_one_is_drawn),
    };
    return cmocka_run_group_tests_name("work_documents", tests, house_group, house_group_over);
}
