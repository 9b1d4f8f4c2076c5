/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * What assignments pay: amounts and how they were found, in words; and the payment basis, which the
 * page, the CSV file and the document show alike, since all three are made from one view.
 *
 * language "en" is English; all else is Swedish. The CSV file and the document are Swedish: they
 * go to a region's payroll and archive.
 */
#ifndef LEVANDE_VIEW_PAY_H
#define LEVANDE_VIEW_PAY_H

#include "flow.h"
#include "store/compensations.h"
#include "view.h"

/* ---- Amounts ---- */

/* What so many minutes, travelling counted in, pay on that day by the configuration. */
struct fee view_fee(struct arena *a, const struct settings *s, struct date day, int minutes);

/* How the fee was found, for whoever checks it; Swedish. */
char *view_fee_words(struct arena *a, const struct fee *fee);

/*
 * Minutes from start to end of an occasion as the book has it; 0 where its times do not tell. An
 * hour that the summer time takes or gives is counted as it is lived through.
 */
int view_minutes(const char *starts, const char *ends);

/* "1 066 kronor", "12,50 kronor", "SEK 1 066"; the spaces do not break. */
char *view_kronor(struct arena *a, int64_t ore, const char *language);
/* "2 timmar 30 minuter". */
char *view_duration(struct arena *a, int minutes, const char *language);

/*
 * What one occasion pays, for the agreement: "1 066 kronor för en halv dag …, restiden inräknad,
 * före skatt …"; the region's rules in general where its length is not known.
 */
char *view_occasion_pay(struct arena *a, const struct house *house, const char *starts,
                        const char *ends, const char *language);

/* ---- The payment basis ---- */

struct payment {
    struct request request;
    struct known_fact facts[FACT_COUNT];
    struct compensation basis;
    const char *name;   /* of the representative; "P12" where it is erased */
    int64_t before_ore; /* fees of the same year, person and payer before this one */
};

/* NEVER EXIT_NO_INPUT when there is no such basis. */
enum outcome view_payment_load(struct arena *a, const struct house *house, int64_t id,
                               struct payment *out, struct fault *f);

/* Fee, car and other travel together. */
int64_t view_payment_total(const struct compensation *c);

/*
 * The basis as rows of label and value: number, when, what, sums, year, duty, how it stands.
 * for_unit: with name, cost reference and the year's sum; else as the representative sees it.
 */
json_t *view_payment(struct arena *a, const struct payment *p, bool for_unit, const char *language);

/*
 * RFC 4180 with a line of headings, in UTF-8 with a byte order mark, and with semicolons and
 * decimal commas: so Excel with Swedish settings opens it by a double click, which is how it is
 * used; with commas it would show one column. No cell is ever taken for a formula.
 */
char *view_payment_csv(struct arena *a, const struct payment *p);

/* The tree of letters/document.h. */
json_t *view_payment_document(struct arena *a, const struct house *house, const struct payment *p);

/*
 * A letter that leads to a payment basis; amounts and receipts stand behind the link. To the unit
 * with its number and the representative's first name; to a person (name not NULL) with neither.
 */
json_t *view_payment_letter(struct arena *a, const struct house *house, const struct payment *p,
                            const char *name, bool changed, const char *language);

/* As `request show` and `compensation show` print it. */
json_t *view_compensation(struct arena *a, const struct compensation *c, int64_t before_ore);

/* Those of a request, or of one person in it ("P12"; NULL: all), as an array. */
enum outcome view_compensations(struct arena *a, const struct house *house, int64_t request_id,
                                const char *who, json_t **out, struct fault *f);

/* One cell of a CSV file with semicolons; a text that a sheet would calculate gets a "'". */
char *view_csv_cell(struct arena *a, const char *text);

#endif
