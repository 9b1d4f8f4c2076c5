/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * The parts of a mail: what its sender wrote, and each mail that is quoted or forwarded in it.
 *
 * A quoted part starts at a head ("Från: … Skickat: …"), at a line of attribution ("Den 6 nov.
 * skrev …:"), or where '>' lines begin. Its author and date are those of its head; our own letters
 * are marked, since what we wrote is no fact about what a unit wants. What a sender writes between
 * or below '>' lines stays with the sender.
 */
#include "parts.h"

#include <string.h>

#include "base/buffer.h"
#include "base/text.h"
#include "when.h"

enum { HEAD_LINES = 8, LONGEST_PART = 256 * 1024 };

struct splitter {
    struct arena *a;
    const struct reading_input *in;
    struct parts *out;
    struct buffer text[MOST_PARTS];
    size_t now;  /* the part that lines go to */
    bool marked; /* the lines of this part carry '>' */
};

static const char *const from_labels[] = {"från:", "from:", "fra:", "avsändare:"};
static const char *const date_labels[] = {
    "skickat:", "sent:", "datum:", "date:", "sendt:", "dato:"};
static const char *const head_labels[] = {
    "till:", "to:", "ämne:", "subject:", "til:", "emne:", "kopia:", "cc:"};

#define COUNT(table) (sizeof(table) / sizeof *(table))

/* The text behind the label when the line starts with one of them, else NULL. */
static const char *behind(const char *line, const char *const *labels, size_t count)
{
    while (*line == ' ' || *line == '*' || *line == '\t')
        line++;
    for (size_t i = 0; i < count; i++) {
        const char *at = line;
        const char *l = labels[i];
        for (; *l; l++) {
            uint32_t cp = text_lower(text_next(&at));
            char bytes[4];
            size_t n = text_put(cp, bytes);
            if (strncmp(l, bytes, n) != 0)
                break;
            l += n - 1;
        }
        if (!*l)
            return at + strspn(at, " *\t");
    }
    return NULL;
}

static bool holds(const char *text, const char *what)
{
    return text_find_nocase(text, strlen(text), what) != NULL;
}

/* "Den tors 29 okt. 2026 kl 14:10 skrev X <a@b>:", "On … X wrote:", "X skrev:". */
static bool attribution(const char *line, const char *next)
{
    bool writes = holds(line, " skrev") || holds(line, " wrote") || holds(line, " skrev:");
    if (!writes || strlen(line) > 300)
        return false;
    bool ends = text_ends(line, ":") || text_ends(line, ": ");
    bool wraps = next && (holds(next, "@") || holds(line, "@")) && text_ends(next, ":");
    return ends || wraps;
}

static bool marker(const char *line)
{
    return text_starts(line, "-----") && (holds(line, "riginal") || holds(line, "Ursprungligt") ||
                                          holds(line, "Vidarebef") || holds(line, "orward"));
}

const char *person_name(struct arena *a, const char *display)
{
    char *name = arena_strdup(a, display);
    name[strcspn(name, "(<[|")] = '\0';
    name = text_trim(a, name);
    char *comma = strchr(name, ',');
    if (comma) {
        *comma = '\0';
        name = arena_printf(a, "%s %s", text_trim(a, comma + 1), text_trim(a, name));
    }
    size_t len = strlen(name);
    if (len > 1 && strchr("'\"", name[0]))
        name = text_trim(a, arena_strndup(a, name + 1, len - 2));
    const char *at = name;
    uint32_t first = text_next(&at);
    return strchr(name, '@') || text_lower(first) == first ? "" : name;
}

static void author(struct splitter *s, struct part *part, const char *value)
{
    const char *open = strchr(value, '<');
    part->from_name = text_trim(s->a, arena_strndup(s->a, value, strcspn(value, "<[")));
    if (open)
        part->from_address = arena_strndup(s->a, open + 1, strcspn(open + 1, "> "));
    else if (strchr(value, '@'))
        part->from_address = text_trim(s->a, arena_strdup(s->a, value));
    if (text_starts(part->from_address, "mailto:"))
        part->from_address += strlen("mailto:");
}

static bool is_ours(const struct splitter *s, const struct part *part)
{
    if (holds(part->from_name, "levande bibliotek") || holds(part->from_name, "living library"))
        return true;
    size_t count;
    char **ours = text_split(s->a, s->in->own_addresses ? s->in->own_addresses : "", " ,", &count);
    for (size_t i = 0; i < count; i++)
        if (text_equals_nocase(ours[i], part->from_address))
            return true;
    return false;
}

static struct part *part_new(struct splitter *s)
{
    if (s->out->count < MOST_PARTS)
        s->now = s->out->count++;
    struct part *part = &s->out->part[s->now];
    part->from_name = part->from_address = "";
    part->date = s->in->date;
    part->library = false;
    s->marked = false;
    return part;
}

/* The lines of a head, when one starts here: how many; 0: none. */
static size_t head(struct splitter *s, char **lines, size_t count, size_t at)
{
    const char *from = behind(lines[at], from_labels, COUNT(from_labels)), *date = NULL;
    if (!from)
        return 0;
    size_t used = 1;
    bool other = false;
    for (size_t i = at + 1; i < count && i < at + HEAD_LINES; i++) {
        const char *d = behind(lines[i], date_labels, COUNT(date_labels));
        bool h = behind(lines[i], head_labels, COUNT(head_labels)) != NULL;
        if (!d && !h && !text_blank(lines[i]))
            break;
        if (text_blank(lines[i]))
            break;
        date = d ? d : date;
        other = other || h;
        used = i - at + 1;
    }
    if (!date && !(other && strchr(from, '@')))
        return 0;
    struct part *part = part_new(s);
    author(s, part, from);
    if (date) {
        struct date sent = when_header_date(s->a, date);
        if (sent.year)
            part->date = sent;
    }
    part->library = is_ours(s, part);
    return used;
}

/* The name in a line of attribution: what stands between the clock or "skrev" and "<" or ":". */
static void attributed(struct splitter *s, const char *line)
{
    struct part *part = part_new(s);
    struct date sent = when_header_date(s->a, line);
    if (sent.year)
        part->date = sent;
    const char *skrev = text_find_nocase(line, strlen(line), " skrev ");
    if (skrev) {
        author(s, part, arena_strndup(s->a, skrev + 7, strcspn(skrev + 7, ":")));
        if (!*part->from_address && strchr(skrev, '<'))
            author(s, part, skrev + 7);
    } else {
        author(s, part, line);
    }
    part->library = is_ours(s, part) || holds(line, "levande bibliotek");
}

static void put(struct splitter *s, size_t part, const char *line)
{
    buffer_add(&s->text[part], line, strlen(line));
    buffer_add(&s->text[part], "\n", 1);
}

static const char *unquoted(const char *line, bool *quoted)
{
    const char *at = line;
    while (*at == '>' || (*at == ' ' && at > line)) {
        at++;
        if (at[-1] == ' ' && *at != '>')
            break;
    }
    *quoted = *line == '>';
    return *quoted ? at : line;
}

static size_t line_to_part(struct splitter *s, char **lines, size_t count, size_t at)
{
    bool quoted;
    const char *line = unquoted(lines[at], &quoted);
    lines[at] = (char *)line;
    if (attribution(line, at + 1 < count ? lines[at + 1] : NULL)) {
        bool wraps = !strchr(line, ':') || !(text_ends(line, ":") || text_ends(line, ": "));
        attributed(s, wraps ? arena_printf(s->a, "%s %s", line, lines[at + 1]) : line);
        return wraps ? 2 : 1;
    }
    size_t used = head(s, lines, count, at);
    if (used)
        return used;
    if (marker(line))
        return 1;
    if (quoted && s->now == 0)
        part_new(s);
    if (quoted)
        s->marked = true;
    put(s, !quoted && s->marked && !text_blank(line) ? 0 : s->now, line);
    return 1;
}

/* The lines of the text, in the arena; the array ends with *count. */
static char **lines_of(struct arena *a, const char *text, size_t *count)
{
    size_t len = strnlen(text, LONGEST_PART), n = 1;
    char *copy = arena_strndup(a, text, len);
    for (const char *c = copy; *c; c++)
        n += *c == '\n';
    char **lines = arena_array(a, n, sizeof *lines);
    *count = 0;
    for (char *at = copy; at;) {
        char *stop = strchr(at, '\n');
        if (stop)
            *stop = '\0';
        lines[(*count)++] = at;
        at = stop ? stop + 1 : NULL;
    }
    return lines;
}

void parts_split(struct arena *a, const struct reading_input *in, struct parts *out)
{
    struct splitter s = {.a = a, .in = in, .out = out};
    *out = (struct parts){.count = 0};
    for (size_t i = 0; i < MOST_PARTS; i++)
        buffer_init(&s.text[i], 2 * LONGEST_PART);
    struct part *own = part_new(&s);
    own->from_name = in->from_name ? in->from_name : "";
    own->from_address = in->from_address ? in->from_address : "";
    size_t count;
    char **lines = lines_of(a, in->text ? in->text : "", &count);
    for (size_t i = 0; i < count;)
        i += line_to_part(&s, lines, count, i);
    for (size_t i = 0; i < out->count; i++) {
        out->part[i].text = arena_strdup(a, buffer_text(&s.text[i]));
        out->part[i].from_name = person_name(a, out->part[i].from_name);
    }
    for (size_t i = 0; i < MOST_PARTS; i++)
        buffer_free(&s.text[i]);
}
