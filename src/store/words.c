/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * The words that requests are found by (include/store/words.h).
 *
 * Why a table of our own, and not the engine's full text search: its index keeps what has been
 * deleted until it merges itself some day (secure-delete came with a later SQLite), and a word that
 * has been weeded must be gone. Here a word is a row; rows that go are overwritten.
 *
 * Why runs: in one table by word each mail would touch as many pages as it has words, and the more
 * the larger the book is. A run of 256 requests is some eighty pages, which the mails of one commit
 * share. A search looks once into each run, a few hundred times in a book of a hundred thousand
 * requests, and ends when its page is full.
 *
 * The texts divide by 256 where a run is meant.
 */
#include "store/words.h"

#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "lists.h"

enum { RUN = 256, LONGEST = 32, TEXT_MOST = 64 << 10, WORDS_MOST = 1000, AT_ONCE = 8 };

enum { PUT, PUT_MANY, CLEAR, CLEAR_SHARED, FIND, FIND_OF_STATE, IN_RUN, MISSING, THERE };

#define HAS(id, from, behind)                                                                      \
    " AND (" from " = '' OR EXISTS (SELECT 1 FROM word AS other WHERE other.run = " id " / 256"    \
    " AND other.word >= " from " AND other.word < " behind " AND other.request_id = " id "))"
#define OTHERS(id, a, b, c, d, e, f) HAS(id, a, b) HAS(id, c, d) HAS(id, e, f)
#define ADD " ON CONFLICT (run, word, request_id) DO UPDATE SET origins = word.origins | $2"
#define ONE(word) "($1 / 256, " word ", $1, $2)"
#define FOUR(a, b, c, d) ONE(a) ", " ONE(b) ", " ONE(c) ", " ONE(d)

static const char *const texts[] = {
    [PUT] = "INSERT INTO word (run, word, request_id, origins) VALUES " ONE("$3") ADD,
    [PUT_MANY] = "INSERT INTO word (run, word, request_id, origins) VALUES " FOUR(
        "$3", "$4", "$5", "$6") ", " FOUR("$7", "$8", "$9", "$10") ADD,
    [CLEAR] = "DELETE FROM word WHERE run = $1 / 256 AND request_id = $1 AND origins = $2",
    [CLEAR_SHARED] = "UPDATE word SET origins = 3 - $2 WHERE run = $1 / 256 AND request_id = $1"
                     " AND origins = 3",
    [FIND] = "WITH RECURSIVE runs (run) AS"
             " (SELECT $1 UNION ALL SELECT run + $2 FROM runs WHERE run <> $3)"
             " SELECT word.run, word.request_id FROM runs CROSS JOIN word"
             " ON word.run = runs.run AND word.word >= $4 AND word.word < $5 WHERE true" OTHERS(
                 "word.request_id", "$6", "$7", "$8", "$9", "$10", "$11"),
    /* Few are in that state: they are looked at one by one. */
    [FIND_OF_STATE] = "SELECT 0, id FROM request WHERE state = $1" HAS("id", "$2", "$3")
        OTHERS("id", "$4", "$5", "$6", "$7", "$8", "$9"),
    [IN_RUN] = "SELECT count(*) FROM word WHERE run = $1 AND word >= $2 AND word < $3",
    [MISSING] = "SELECT request_id FROM wordless ORDER BY request_id DESC LIMIT 1",
    [THERE] = "DELETE FROM wordless WHERE request_id = $1",
};
const struct sql_list words_sql = {"words", SLOT_WORDS, SQL_TEXTS(texts)};

/* ---- Words of a text ---- */

/* In nearly every mail: by them nothing is found. In the order of their bytes. */
/* clang-format off */
static const char *const everywhere[] = {
    "and", "att", "av", "den", "det", "du", "eller", "en", "er", "ett", "från", "för", "ha",
    "har", "hej", "in", "inte", "jag", "kan", "kommer", "med", "men", "mvh", "ni", "nu", "när",
    "och", "of", "om", "oss", "på", "re", "samt", "sig", "ska", "som", "sv", "så", "the",
    "till", "to", "upp", "ut", "vi", "vid", "vill", "vår", "är",
};
/* clang-format on */

static int by_bytes(const void *x, const void *y)
{
    return strcmp(*(const char *const *)x, *(const char *const *)y);
}

static bool is_everywhere(const char *word)
{
    return bsearch(&word, everywhere, sizeof everywhere / sizeof *everywhere, sizeof *everywhere,
                   by_bytes) != NULL;
}

/* Beyond the letters of Swedish all counts as one that is no punctuation. */
static bool in_word(uint32_t cp)
{
    bool sign = (cp >= 0x2000 && cp <= 0x206F) || (cp >= 0x3000 && cp <= 0x303F) || cp == 0xFFFD;
    return cp != '_' && (text_is_word(cp) || (cp > 0x17F && !sign));
}

/* The next word from *at on, folded, into out; its bytes, 0 at the end. What is too long is cut. */
static size_t next_word(const char **at, const char *end, char out[LONGEST + 1])
{
    size_t used = 0;
    while (*at < end) {
        uint32_t cp = text_next(at);
        if (cp == 0 || (!in_word(cp) && used > 0))
            break;
        char bytes[4];
        size_t len = in_word(cp) ? text_put(text_lower(cp), bytes) : 0;
        if (used + len <= LONGEST) {
            memcpy(out + used, bytes, len);
            used += len;
        }
    }
    out[used] = '\0';
    return used;
}

static size_t unique(char **words, size_t count)
{
    size_t kept = 0;
    if (count > 0)
        qsort(words, count, sizeof *words, by_bytes);
    for (size_t i = 0; i < count; i++)
        if (kept == 0 || strcmp(words[kept - 1], words[i]) != 0)
            words[kept++] = words[i];
    return kept;
}

static void add_words(struct arena *a, const char *text, struct grown *list)
{
    const char *end = text + strnlen(text, TEXT_MOST);
    char word[LONGEST + 1];
    while (text < end) {
        size_t len = next_word(&text, end, word);
        if (len == 0)
            break;
        if (text_length(word) > 1 && !is_everywhere(word))
            *(char **)grow(a, list) = arena_strndup(a, word, len);
    }
}

char **words_in(struct arena *a, const char *text, size_t max, size_t *count)
{
    struct grown list = {.size = sizeof(char *)};
    add_words(a, text, &list);
    size_t found = unique(list.items, list.count);
    *count = found < max ? found : max;
    return list.items;
}

/* ---- Putting down ---- */

static enum outcome put_sorted(struct db *db, int64_t request_id, enum words_origin origin,
                               char *const *words, size_t count, struct fault *f)
{
    enum outcome o = DONE;
    size_t i = 0;
    for (; o == DONE && i + AT_ONCE <= count; i += AT_ONCE)
        o = sql_run(db, &words_sql, PUT_MANY,
                    SQL_ARGS(INT(request_id), INT(origin), TEXT(words[i]), TEXT(words[i + 1]),
                             TEXT(words[i + 2]), TEXT(words[i + 3]), TEXT(words[i + 4]),
                             TEXT(words[i + 5]), TEXT(words[i + 6]), TEXT(words[i + 7])),
                    NULL, f);
    for (; o == DONE && i < count; i++)
        o = sql_run(db, &words_sql, PUT, SQL_ARGS(INT(request_id), INT(origin), TEXT(words[i])),
                    NULL, f);
    return o;
}

enum outcome words_put(struct db *db, struct arena *a, int64_t request_id, enum words_origin origin,
                       const char *const *said, size_t count, struct fault *f)
{
    struct grown list = {.size = sizeof(char *)};
    for (size_t i = 0; i < count; i++)
        if (said[i])
            add_words(a, said[i], &list);
    size_t found = unique(list.items, list.count);
    return put_sorted(db, request_id, origin, list.items, found < WORDS_MOST ? found : WORDS_MOST,
                      f);
}

enum outcome words_replace(struct db *db, struct arena *a, int64_t request_id,
                           enum words_origin origin, const char *const *said, size_t count,
                           struct fault *f)
{
    enum outcome o =
        sql_run(db, &words_sql, CLEAR, SQL_ARGS(INT(request_id), INT(origin)), NULL, f);
    if (o == DONE)
        o = sql_run(db, &words_sql, CLEAR_SHARED, SQL_ARGS(INT(request_id), INT(origin)), NULL, f);
    return o == DONE ? words_put(db, a, request_id, origin, said, count, f) : o;
}

/* ---- Finding ---- */

/* Four words, the longest ones. */
static void longest(const struct words_query *query, const char *words[WORDS_ASKED])
{
    for (size_t i = 0; i < WORDS_ASKED; i++)
        words[i] = "";
    for (size_t i = 0; i < query->count; i++) {
        const char *word = query->words[i];
        for (size_t at = 0; at < WORDS_ASKED; at++)
            if (strlen(word) > strlen(words[at])) {
                const char *shorter = words[at];
                words[at] = word;
                word = shorter;
            }
    }
}

/* Behind all words that begin so. */
static const char *behind(struct arena *a, const char *word)
{
    return arena_printf(a, "%s\xf4\x8f\xbf\xbf", word);
}

/* The rarest first, as one run shows: by it the runs are walked through. */
static enum outcome rarest_first(struct db *db, struct arena *a, int64_t run,
                                 const char *words[WORDS_ASKED], struct fault *f)
{
    int64_t best = INT64_MAX;
    size_t rarest = 0;
    enum outcome o = DONE;
    for (size_t i = 0; o == DONE && i < WORDS_ASKED && *words[i] && *words[1]; i++) {
        int64_t n;
        o = sql_number(db, &words_sql, IN_RUN,
                       SQL_ARGS(INT(run), TEXT(words[i]), TEXT(behind(a, words[i]))), &n, f);
        if (o == DONE && n < best) {
            best = n;
            rarest = i;
        }
    }
    const char *first = words[0];
    words[0] = words[rarest];
    words[rarest] = first;
    return o;
}

/* From run to run, from the page before on. */
static enum outcome find(struct db *db, struct arena *a, const struct words_query *query,
                         const char *const words[WORDS_ASKED], struct sql_row **row,
                         struct fault *f)
{
    bool up = query->oldest_first;
    int64_t newest = query->newest / RUN, from = query->after / RUN;
    int64_t first = query->after > 0 && from < newest ? from : up ? 0 : newest;
    return sql_query(db, &words_sql, FIND,
                     SQL_ARGS(INT(first), INT(up ? 1 : -1), INT(up ? newest : 0), TEXT(words[0]),
                              TEXT(behind(a, words[0])), TEXT(words[1]), TEXT(behind(a, words[1])),
                              TEXT(words[2]), TEXT(behind(a, words[2])), TEXT(words[3]),
                              TEXT(behind(a, words[3]))),
                     row, f);
}

static enum outcome find_of_state(struct db *db, struct arena *a, const struct words_query *query,
                                  const char *const words[WORDS_ASKED], struct sql_row **row,
                                  struct fault *f)
{
    return sql_query(db, &words_sql, FIND_OF_STATE,
                     SQL_ARGS(TEXT(query->state), TEXT(words[0]), TEXT(behind(a, words[0])),
                              TEXT(words[1]), TEXT(behind(a, words[1])), TEXT(words[2]),
                              TEXT(behind(a, words[2])), TEXT(words[3]), TEXT(behind(a, words[3]))),
                     row, f);
}

static int upwards(const void *x, const void *y)
{
    int64_t a = *(const int64_t *)x, b = *(const int64_t *)y;
    return (a > b) - (a < b);
}

static int downwards(const void *x, const void *y)
{
    return upwards(y, x);
}

/* In order, each once, and none that the page before has shown. */
static void settle(const struct words_query *query, struct grown *list)
{
    int64_t *ids = list->items, after = query->after;
    size_t kept = 0;
    if (list->count > 0)
        qsort(ids, list->count, sizeof *ids, query->oldest_first ? upwards : downwards);
    for (size_t i = 0; i < list->count; i++) {
        bool shown = after > 0 && (query->oldest_first ? ids[i] <= after : ids[i] >= after);
        if (!shown && (kept == 0 || ids[kept - 1] != ids[i]))
            ids[kept++] = ids[i];
    }
    list->count = kept;
}

enum outcome words_find(struct db *db, struct arena *a, const struct words_query *query, size_t max,
                        int64_t **ids, size_t *count, struct fault *f)
{
    struct grown list = {.size = sizeof **ids};
    struct sql_row *row;
    const char *words[WORDS_ASKED];
    int64_t run = -1;
    *count = 0;
    if (query->count == 0)
        return DONE;
    longest(query, words);
    /* The last run but one is whole. */
    enum outcome o =
        rarest_first(db, a, query->newest > RUN ? query->newest / RUN - 1 : 0, words, f);
    if (o != DONE)
        return o;
    o = query->state ? find_of_state(db, a, query, words, &row, f)
                     : find(db, a, query, words, &row, f);
    while (o == DONE && sql_next(row, &o, f)) {
        bool next = sql_int(row, 0) != run;
        run = sql_int(row, 0);
        if (next && list.count >= max)
            settle(query, &list);
        if (next && list.count >= max)
            break;
        *(int64_t *)grow(a, &list) = sql_int(row, 1);
    }
    if (o == DONE)
        sql_end(row);
    settle(query, &list);
    *ids = list.items;
    *count = list.count < max ? list.count : max;
    return o;
}

/* ---- Requests of before there were words ---- */

enum outcome words_missing(struct db *db, int64_t *request_id, struct fault *f)
{
    return optional_number(sql_number(db, &words_sql, MISSING, SQL_NO_ARGS, request_id, f),
                           request_id, f);
}

enum outcome words_there(struct db *db, int64_t request_id, struct fault *f)
{
    return sql_run(db, &words_sql, THERE, SQL_ARGS(INT(request_id)), NULL, f);
}
