/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * Numbers of persons and accounts are found however they are written; what only looks like one
 * (phones, dates, case numbers, cost references) is let through. Personal numbers here have birth
 * numbers from 980 on, which are kept for tests.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "reading/private.h"

static void expect(const char *const *texts, enum private_number wanted)
{
    for (; *texts; texts++)
        if (reading_private_number(*texts) != wanted)
            fail_msg("\"%s\" is %d, not %d", *texts, (int)reading_private_number(*texts),
                     (int)wanted);
}

static void personal_numbers_are_found(void **state)
{
    (void)state;
    static const char *const texts[] = {
        "8112189876",
        "811218-9876",
        "811218–9876",
        "811218 9876",
        "811218 - 9876",
        "811218+9876",
        "19811218-9876",
        "198112189876",
        "1981-12-18-9876",
        "1981-12-18 9876",
        "1981 12 18 9876",
        "811218\u00a09876",
        "(811218-9876)",
        "Mitt personnummer är 811218-9876.",
        "pnr:8112189876",
        "pnr8112189876",
        "Anna, 811218-9876, bor i Göteborg",
        "Rad ett\nRad två 811218-9876",
        "Betala till 3300 8112189876",
        "Betala till 3300-8112189876",
        /* Coordination numbers: the day and sixty. */
        "811278-9873",
        "8112789873",
        "19811278-9873",
        /* Days that exist once in four years. */
        "000229-9816",
        /* Born in this century: a dash or a word makes the difference to a phone number. */
        "050607-9870",
        "20050607-9870",
        "200506079870",
        "personnummer 0506079870",
        "Född 0506079870",
        /* The years about now, forwards and a hundred years back. */
        "300512-9915",
        "193005129915",
        NULL,
    };
    expect(texts, PRIVATE_PERSON);
}

static void what_is_no_personal_number_is_let_through(void **state)
{
    (void)state;
    static const char *const texts[] = {
        "",
        "Ring mig gärna på kvällen.",
        /* Phone numbers, one of which has a true check digit and a day (14 + 60). */
        "0701740605",
        "0701740615",
        "Ring 0701740615",
        "070-174 06 15",
        "070-1740615",
        "0701-74 06 15",
        "070 174 06 15",
        "+46 70 174 06 15",
        "+46701740615",
        "0046701740615",
        "031-390 06 10",
        "0313900610",
        "08-121 898 76",
        /* Case numbers. */
        "LB-2027-0001",
        "LB-2027-10234",
        "Dnr 2027-8112189876123",
        "RS 2027-01234",
        /* Wrong check digit, and days that do not exist. */
        "811218-9877",
        "811318-9875",
        "811232-9878",
        "010229-9815",
        "17811218-9876",
        /* Longer numbers, and those that are part of something else. */
        "18112189876",
        "81121898765",
        "811218-98765",
        "811218-9876-1",
        "https://mote.example.org/j/8112189876",
        "id=8112189876",
        "A8112189876",
        "1.8112189876",
        "#8112189876",
        /* Organisation numbers: their month is past twelve. */
        "556036-0793",
        "232100-0131",
        /* Cost references. */
        "Ansvar 12345",
        "Ansvar 123456-7890",
        "kst 4711, projekt 81121898",
        "1066 kronor",
        "Faktura 4500123456",
        NULL,
    };
    expect(texts, PRIVATE_NONE);
}

static void days_and_times_are_let_through(void **state)
{
    (void)state;
    static const char *const texts[] = {
        "2027-03-01",
        "20270301",
        "270301",
        "2027-03-01 09:00",
        "2027-03-01 0930",
        "202703010930",
        "2027-03-01–2027-03-05",
        "260301-0303",
        "260301-0311",
        "270301-0930",
        "1 mars 2027 kl. 9.00–12.00",
        "2026-2027",
        NULL,
    };
    expect(texts, PRIVATE_NONE);
}

static void accounts_are_found(void **state)
{
    (void)state;
    static const char *const texts[] = {
        "SE4550000000058398257466",
        "SE45 5000 0000 0583 9825 7466",
        "se45 5000 0000 0583 9825 7466 tack",
        "IBAN: SE45-5000-0000-0583-9825-7466",
        "NO93 8601 1117 947",
        "FI21 1234 5600 0007 85",
        "DE89370400440532013000",
        "GB82 WEST 1234 5698 7654 32",
        "bankgiro 5050-1055",
        "Bankgiro: 5050-1055",
        "bg 5050-1055",
        "BG-nr: 5050-1055",
        "BG 50501055",
        "plusgiro 90 20 03-3",
        "pg 902003-3",
        "Postgiro 902003-3",
        "clearing 6123",
        "Clearingnummer: 6123, konto 123 456 789",
        "clearingnr 8327-9",
        "kontonummer 6123 123 456 789",
        "kontonr: 123 456 789",
        "Kontonummer 1234567",
        "sätt in på mitt bankkonto 6123-123456789",
        "8327-9, 123 456 789-0",
        "Swedbank 8327-9 1234567890",
        "Handelsbanken 6123-123 456 789",
        "konto 6123 12 345 678",
        "Nordea 3300 12345678901",
        NULL,
    };
    expect(texts, PRIVATE_ACCOUNT);
}

static void what_is_no_account_is_let_through(void **state)
{
    (void)state;
    static const char *const texts[] = {
        "konto 5010",
        "Kontering: konto 6990, ansvar 12345",
        "konto 6990 ansvar 12345 projekt 678",
        "Ansvar 61230 konto 4610-12345-67890-11",
        "kst 6123, verksamhet 50501055",
        "Vi har inget bankgiro. Ring 031-390 06 10.",
        "Bankgiro saknas.",
        "bg",
        "Pg. 18",
        "Pengarna kom på kontot 2027-03-25",
        "Pengarna kom till banken 2027-03-25 kl. 09.00",
        "Ring banken på 031-390 06 10",
        "Ring Swedbank, 070-174 06 15",
        "Sebastian, 070-174 06 15",
        "2026-2027",
        "5050-1055",
        "0900-1030",
        "8327-8, 123 456 789-0",
        "LB-2027-0001",
        "SE45 5000 0000 0583 9825 7467",
        "SE45",
        "SE45 5000",
        "Buss SE 45 går 5000 meter",
        "de 12 personer som var med i 2027",
        "Hus 12, plan 3, rum 45",
        "https://mote.example.org/SE45500000000583982574669",
        "1 284,50 kronor",
        "Faktura 4500123456",
        NULL,
    };
    expect(texts, PRIVATE_NONE);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(personal_numbers_are_found),
        cmocka_unit_test(what_is_no_personal_number_is_let_through),
        cmocka_unit_test(days_and_times_are_let_through),
        cmocka_unit_test(accounts_are_found),
        cmocka_unit_test(what_is_no_account_is_let_through),
    };
    return cmocka_run_group_tests_name("reading_private", tests, NULL, NULL);
}
