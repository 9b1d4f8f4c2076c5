/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * A request's records in the forms that outlive this program: XML, CSV and plain text.
 */
#include "view/records.h"

#include <string.h>

#include "base/buffer.h"
#include "base/text.h"
#include "view/pay.h"

enum { REGISTER_BYTES = 64 * 1024 * 1024 };

#define MARK "\xEF\xBB\xBF"

static const char *time_text(struct arena *a, instant t)
{
    return t < 0 ? "" : instant_local_text(a, t);
}

/* ---- XML ---- */

/* Characters that XML 1.0 has no place for become U+FFFD. */
static void put_xml(struct buffer *b, const char *text)
{
    for (uint32_t cp; (cp = text_next(&text)) != 0;) {
        char bytes[4];
        bool misfit = (cp < 0x20 && cp != '\t' && cp != '\n') || cp == 0xFFFE || cp == 0xFFFF;
        if (cp == '&')
            buffer_puts(b, "&amp;");
        else if (cp == '<')
            buffer_puts(b, "&lt;");
        else if (cp == '>')
            buffer_puts(b, "&gt;");
        else
            buffer_add(b, bytes, text_put(misfit ? 0xFFFD : cp, bytes));
    }
}

static void put_element(struct buffer *b, const char *name, const char *text)
{
    if (!*text)
        return;
    buffer_printf(b, "    <%s>", name);
    put_xml(b, text);
    buffer_printf(b, "</%s>\n", name);
}

static void put_entry(struct arena *a, struct buffer *b, const struct record_entry *e, size_t nr)
{
    buffer_printf(b, "  <handling nr=\"%zu\">\n", nr);
    put_element(b, "slag", e->kind);
    put_element(b, "tid", time_text(a, e->at));
    put_element(b, "vad", e->what);
    put_element(b, "fran", e->from);
    put_element(b, "till", e->to);
    put_element(b, "lage", e->state);
    put_element(b, "anmarkning", e->note);
    put_element(b, "fil", e->file);
    if (*e->file) {
        put_element(b, "byte", arena_printf(a, "%zu", e->bytes));
        put_element(b, "sha256", e->sha256);
    }
    buffer_puts(b, "  </handling>\n");
}

char *view_register_xml(struct arena *a, const struct request *r, const struct record_entry *list,
                        size_t count, instant now)
{
    struct buffer b;
    buffer_init(&b, REGISTER_BYTES);
    buffer_puts(&b, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<register>\n  <arende>\n");
    put_element(&b, "nummer", r->number);
    put_element(&b, "rubrik", r->subject);
    put_element(&b, "lage", state_swedish(r->state));
    put_element(&b, "inkom", time_text(a, r->received_at));
    put_element(&b, "lage_sedan", time_text(a, r->state_since));
    put_element(&b, "uttaget", time_text(a, now));
    buffer_puts(&b, "  </arende>\n");
    for (size_t i = 0; i < count; i++)
        put_entry(a, &b, &list[i], i + 1);
    buffer_puts(&b, "</register>\n");
    char *text = arena_strdup(a, buffer_text(&b));
    buffer_free(&b);
    return text;
}

/* ---- CSV ---- */

/* cells: ended by NULL. */
static void put_line(struct arena *a, struct buffer *b, const char *const *cells)
{
    for (size_t i = 0; cells[i]; i++)
        buffer_printf(b, "%s%s", i > 0 ? ";" : "", view_csv_cell(a, cells[i]));
    buffer_puts(b, "\r\n");
}

static struct buffer csv_begin(void)
{
    struct buffer b;
    buffer_init(&b, REGISTER_BYTES);
    buffer_puts(&b, MARK);
    return b;
}

static char *csv_end(struct arena *a, struct buffer *b)
{
    char *text = arena_strdup(a, buffer_text(b));
    buffer_free(b);
    return text;
}

char *view_register_csv(struct arena *a, const struct record_entry *list, size_t count)
{
    struct buffer b = csv_begin();
    put_line(a, &b,
             (const char *const[]){"nr", "slag", "tid", "vad", "från", "till", "läge", "anmärkning",
                                   "fil", "byte", "sha256", NULL});
    for (size_t i = 0; i < count; i++) {
        const struct record_entry *e = &list[i];
        const char *bytes = *e->file ? arena_printf(a, "%zu", e->bytes) : "";
        put_line(a, &b,
                 (const char *const[]){arena_printf(a, "%zu", i + 1), e->kind, time_text(a, e->at),
                                       e->what, e->from, e->to, e->state, e->note, e->file, bytes,
                                       e->sha256, NULL});
    }
    return csv_end(a, &b);
}

static const char *origin_text(enum origin origin)
{
    static const char *const words[] = {[ORIGIN_MAIL] = "mejlet",
                                        [ORIGIN_REPLY] = "ett senare mejl",
                                        [ORIGIN_FORM] = "verksamhetens formulär",
                                        [ORIGIN_STAFF] = "personalen"};
    return origin >= ORIGIN_MAIL && origin <= ORIGIN_STAFF ? words[origin] : "";
}

char *view_facts_csv(struct arena *a, const struct known_fact facts[FACT_COUNT])
{
    struct buffer b = csv_begin();
    put_line(a, &b, (const char *const[]){"uppgift", "värde", "vems ord", "läst ur", NULL});
    for (enum fact_key key = 0; key < FACT_COUNT; key++)
        if (facts[key].value)
            put_line(a, &b,
                     (const char *const[]){fact_name(key), facts[key].value,
                                           origin_text(facts[key].origin),
                                           facts[key].source ? facts[key].source : "", NULL});
    return csv_end(a, &b);
}

char *view_trail_csv(struct arena *a, const struct audit_row *rows, size_t count)
{
    struct buffer b = csv_begin();
    put_line(a, &b,
             (const char *const[]){"tid", "vem", "händelse", "om", "från läge", "till läge", "text",
                                   NULL});
    for (size_t i = 0; i < count; i++) {
        const struct audit_row *row = &rows[i];
        put_line(a, &b,
                 (const char *const[]){time_text(a, row->at), row->staff ? row->staff : row->actor,
                                       row->event, row->subject, row->from_state, row->to_state,
                                       row->text ? row->text : "", NULL});
    }
    return csv_end(a, &b);
}

/* ---- The guide ---- */

char *view_records_guide(struct arena *a, const struct house *house, const struct request *r,
                         instant now)
{
    return arena_printf(
        a,
        "%s: handlingarna i ärende %s\n\n"
        "Den här mappen är ett uttag ur ärendesystemet Levande bibliotek hos %s.\n"
        "Den togs ut %s. Ärendet kom in %s och hade då läget \"%s\".\n\n"
        "register.xml, register.csv  alla handlingar: vad, när, från, till, fil, sha256\n"
        "inkommande/                 mejl som kom in, byte för byte som de kom (.eml)\n"
        "utgaende/                   brev som gick ut, som de skickades (.eml)\n"
        "dokument/                   överenskommelser och betalningsunderlag (.pdf)\n"
        "uppgifter.csv               vad som är känt om ärendet, och ur vilka ord det lästes\n"
        "ersattning.csv              betalningsunderlagen, ett per rad\n"
        "handelser.csv               vad som hände, när och genom vem\n"
        "arende.json                 hela ärendet som systemet visar det\n"
        "SHA256SUMS                  kontrollsummor; prova med: sha256sum -c SHA256SUMS\n\n"
        "Personliga länkar i breven är maskerade. En handling som har gallrats, eller ännu inte\n"
        "gått i väg, står i registret med en anmärkning och utan fil. Personer heter P och ett\n"
        "nummer i register och händelser; vilka de är står i breven.\n"
        "CSV-filerna är i UTF-8 med semikolon mellan fälten. Tider är svensk tid.\n",
        house->settings->library.name, r->number,
        *house->settings->library.region ? house->settings->library.region
                                         : house->settings->library.name,
        instant_local_text(a, now), instant_local_text(a, r->received_at), state_swedish(r->state));
}
