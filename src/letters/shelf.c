/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * The shelf: all templates read and parsed when the program starts, and found when they are asked
 * for. What has to fit together is looked through in shelf_check.c.
 *
 * Every fault is told, not the first only, so that whoever edits templates sees all that is wrong
 * at once.
 */
#include "shelf.h"

#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "base/secret.h"
#include "base/text.h"

void shelf_fault(struct reader *r, const char *fmt, ...)
{
    va_list ap;

    va_start(ap, fmt);
    const char *line = arena_vprintf(r->shelf->arena, fmt, ap);
    va_end(ap);
    r->faults++;
    if (r->report != NULL)
        r->report(r->context, line);
}

/* ---- Finding ---- */

static const struct sheet *find(const struct sheet *sheets, size_t count, const char *name)
{
    for (size_t i = 0; i < count; i++)
        if (strcmp(sheets[i].name, name) == 0)
            return &sheets[i];
    return NULL;
}

const struct sheet *folder_sheet(const struct folder *folder, const char *name)
{
    return find(folder->sheets, folder->sheet_count, name);
}

const struct sheet *folder_partial(const struct folder *folder, const char *name)
{
    return find(folder->partials, folder->partial_count, name);
}

const struct folder *shelf_language(const struct shelf *s, const char *language)
{
    for (size_t i = 0; i < s->language_count; i++)
        if (strcmp(s->languages[i].name, language) == 0)
            return &s->languages[i];
    return NULL;
}

const struct sheet *shelf_letter(const struct shelf *s, const char *language, const char *letter,
                                 const struct folder **folder)
{
    const struct sheet *sheet = NULL;

    *folder = shelf_language(s, language);
    if (*folder != NULL)
        sheet = folder_sheet(*folder, letter);
    if (sheet == NULL && (*folder = shelf_language(s, "sv")) != NULL)
        sheet = folder_sheet(*folder, letter);
    return sheet;
}

static const struct folder *advice_in(const struct shelf *s, const char *language)
{
    for (size_t i = 0; i < s->advice_count; i++)
        if (strcmp(s->advice[i].name, language) == 0)
            return &s->advice[i];
    return NULL;
}

const char *shelf_advice(const struct shelf *s, const char *language, const char *name)
{
    const struct folder *folder = advice_in(s, language), *swedish = advice_in(s, "sv");
    const struct sheet *sheet = folder ? folder_sheet(folder, name) : NULL;

    if (sheet == NULL && swedish != NULL)
        sheet = folder_sheet(swedish, name);
    return sheet == NULL ? NULL : sheet->text;
}

const char *shelf_advice_names(struct arena *a, const struct shelf *s)
{
    const struct folder *swedish = advice_in(s, "sv");
    const char *names = "";

    for (size_t i = 0; swedish != NULL && i < swedish->sheet_count; i++)
        names = arena_printf(a, "%s%s%s", names, i > 0 ? ", " : "", swedish->sheets[i].name);
    return names;
}

const char *shelf_version(const struct shelf *s, const char *language, const char *letter)
{
    const struct folder *folder;
    const struct sheet *sheet = shelf_letter(s, language, letter, &folder);

    return sheet == NULL ? NULL : sheet->version;
}

bool is_page_frame(const struct sheet *sheet)
{
    return strcmp(sheet->name, "frame") == 0 || text_ends(sheet->name, "-frame");
}

/* ---- Reading ---- */

static const struct mustache *parse(struct reader *r, const char *path, int line, const char *text)
{
    struct mustache *template = NULL;
    struct fault f;

    if (template_parse(r->shelf->arena, path, line, text, &template, &f) != DONE)
        shelf_fault(r, "%s", f.text);
    return template;
}

/* The file's text; NULL, and a fault told, when it cannot be read or is not UTF-8. */
static const char *read_text(struct reader *r, const char *path)
{
    char *text = NULL;
    size_t len = 0;
    struct fault f;

    if (file_read(r->shelf->arena, path, TEMPLATE_BYTES, &text, &len, &f) != DONE) {
        shelf_fault(r, "%s:1: %s", path, f.text);
        return NULL;
    }
    if (!text_is_utf8(text, len) || strlen(text) != len) {
        shelf_fault(r, "%s:1: the file is not text in UTF-8", path);
        return NULL;
    }
    return text;
}

/* "Subject: …" is the first line of a letter; what follows is its body. */
static void parse_letter(struct reader *r, struct sheet *sheet)
{
    static const char head[] = "Subject:";
    const char *end = strchr(sheet->text, '\n');

    if (!text_starts(sheet->text, head) || end == NULL) {
        shelf_fault(r,
                    "%s:1: the first line is no subject; expected 'Subject: …' and then the letter",
                    sheet->path);
        return;
    }
    const char *subject = sheet->text + strlen(head);
    subject = arena_strndup(r->shelf->arena, subject, (size_t)(end - subject));
    if (text_blank(subject))
        shelf_fault(r, "%s:1: the subject is empty", sheet->path);
    sheet->subject = parse(r, sheet->path, 1, subject);
    sheet->body = parse(r, sheet->path, 2, end + 1);
}

void shelf_parse(struct reader *r, struct sheet *sheet, bool letter)
{
    if (letter)
        parse_letter(r, sheet);
    else
        sheet->body = parse(r, sheet->path, 1, sheet->text);
}

static void read_sheet(struct reader *r, struct sheet *sheet, const char *path, bool letter)
{
    sheet->path = path;
    sheet->key = path + r->root;
    sheet->text = read_text(r, path);
    if (sheet->text == NULL)
        sheet->text = "";
    else
        shelf_parse(r, sheet, letter);
}

static void read_sheets(struct reader *r, const char *path, const char *suffix, bool letters,
                        struct sheet **sheets, size_t *count)
{
    struct arena *a = r->shelf->arena;
    char **names = NULL;
    struct fault f;

    if (file_list(a, path, suffix, &names, count, &f) != DONE) {
        shelf_fault(r, "%s:1: %s", path, f.text);
        return;
    }
    *sheets = arena_array(a, *count, sizeof **sheets);
    for (size_t i = 0; i < *count; i++) {
        (*sheets)[i].name = arena_strndup(a, names[i], strlen(names[i]) - strlen(suffix));
        read_sheet(r, &(*sheets)[i], arena_printf(a, "%s/%s", path, names[i]), letters);
    }
}

static void read_folder(struct reader *r, struct folder *folder, const char *path,
                        const char *suffix, bool letters)
{
    const char *partials = arena_printf(r->shelf->arena, "%s/partials", path);

    read_sheets(r, path, suffix, letters, &folder->sheets, &folder->sheet_count);
    if (access(partials, F_OK) == 0)
        read_sheets(r, partials, suffix, false, &folder->partials, &folder->partial_count);
}

/* Every folder in letters/, or advice/, is a language; a name with a dot is a file. */
static void read_languages(struct reader *r, const char *path, bool letters,
                           struct folder **folders, size_t *folder_count)
{
    struct shelf *s = r->shelf;
    char **names = NULL;
    size_t count = 0;
    struct fault f;

    if (file_list(s->arena, path, NULL, &names, &count, &f) != DONE) {
        shelf_fault(r, "%s:1: %s", path, f.text);
        return;
    }
    *folders = arena_array(s->arena, count, sizeof **folders);
    for (size_t i = 0; i < count; i++) {
        if (strchr(names[i], '.') != NULL)
            continue;
        struct folder *folder = &(*folders)[(*folder_count)++];
        folder->name = names[i];
        read_folder(r, folder, arena_printf(s->arena, "%s/%s", path, names[i]), ".md", letters);
    }
}

/* What staff answer those who ask for advice; with the partials of the letters in that language. */
static void read_advice(struct reader *r, const char *path)
{
    struct shelf *s = r->shelf;

    if (access(path, F_OK) != 0)
        return;
    read_languages(r, path, false, &s->advice, &s->advice_count);
    shelf_tie_advice(s);
}

void shelf_tie_advice(struct shelf *s)
{
    for (size_t i = 0; i < s->advice_count; i++) {
        const struct folder *letters = shelf_language(s, s->advice[i].name);
        s->advice[i].partials = letters ? letters->partials : NULL;
        s->advice[i].partial_count = letters ? letters->partial_count : 0;
    }
}

/* ---- Versions ---- */

struct hashing {
    struct sha256 sum;
    const struct folder *folder;
    bool *seen; /* per partial */
};

static void add_to_hash(void *context, const char *name, int line)
{
    struct hashing *h = context;
    const struct sheet *partial = folder_partial(h->folder, name);

    (void)line;
    if (partial == NULL || h->seen[partial - h->folder->partials])
        return;
    h->seen[partial - h->folder->partials] = true;
    sha256_add(&h->sum, name, strlen(name) + 1);
    sha256_add(&h->sum, partial->text, strlen(partial->text) + 1);
    if (partial->body != NULL)
        mustache_partials(partial->body, add_to_hash, h);
}

static const char *version_of(const struct shelf *s, const struct folder *folder,
                              const struct sheet *sheet)
{
    unsigned char hash[SHA256_BYTES];
    struct hashing h = {.folder = folder,
                        .seen = arena_array(s->arena, folder->partial_count, sizeof(bool))};

    sha256_start(&h.sum);
    sha256_add(&h.sum, sheet->text, strlen(sheet->text) + 1);
    sha256_add(&h.sum, s->frame.text, strlen(s->frame.text) + 1);
    if (sheet->subject != NULL)
        mustache_partials(sheet->subject, add_to_hash, &h);
    if (sheet->body != NULL)
        mustache_partials(sheet->body, add_to_hash, &h);
    sha256_end(&h.sum, hash);
    return hex_text(s->arena, hash, sizeof hash);
}

void shelf_set_versions(struct shelf *s)
{
    for (size_t i = 0; i < s->language_count; i++) {
        struct folder *folder = &s->languages[i];
        for (size_t k = 0; k < folder->sheet_count; k++)
            folder->sheets[k].version = version_of(s, folder, &folder->sheets[k]);
    }
}

enum outcome shelf_open(const char *folder, void (*tell)(void *context, const char *line),
                        void *context, struct shelf **out, struct fault *f)
{
    struct arena *a = arena_new();
    struct shelf *s = arena_alloc(a, sizeof *s);
    struct reader r = {.shelf = s, .report = tell, .context = context, .root = strlen(folder) + 1};

    s->arena = a;
    read_languages(&r, arena_printf(a, "%s/letters", folder), true, &s->languages,
                   &s->language_count);
    read_advice(&r, arena_printf(a, "%s/advice", folder));
    read_sheet(&r, &s->frame, arena_printf(a, "%s/letters/frame.html", folder), false);
    read_folder(&r, &s->pages, arena_printf(a, "%s/pages", folder), ".html", false);
    shelf_check(&r, folder);
    if (r.faults > 0) {
        size_t faults = r.faults;
        shelf_free(&s);
        return fault_set(f, NEVER, EXIT_CONFIG, "%zu faults in the templates of %s", faults,
                         folder);
    }
    shelf_set_versions(s);
    *out = s;
    return DONE;
}

void shelf_free(struct shelf **s)
{
    if (*s == NULL)
        return;
    struct arena *a = (*s)->arena;
    arena_free(&a);
    *s = NULL;
}
