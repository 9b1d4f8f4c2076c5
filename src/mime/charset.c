/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * Bytes to UTF-8, whatever was declared.
 *
 * What is declared is often wrong in three well-known ways: windows-1252 goes out as iso-8859-1,
 * UTF-8 goes out as iso-8859-1 or as nothing, and iso-8859-1 goes out as UTF-8. Each can be told
 * from the bytes: text in a single-byte charset with letters beyond ASCII is hardly ever
 * well-formed UTF-8 by chance. So well-formed UTF-8 wins over a single-byte charset, and bytes
 * that fit nothing are read as windows-1252, in which nearly every byte means something.
 *
 * Only the charsets in the table go to iconv: their modules are loaded when the process starts,
 * and a mail cannot name any other.
 */
#include "mime_private.h"

#include <ctype.h>
#include <errno.h>
#include <iconv.h>
#include <string.h>

#include "base/text.h"

/* How a charset is read. */
enum way { WESTERN, UTF8, SINGLE, MULTI };

struct known {
    const char *name, *canonical, *iconv;
    enum way way;
};

/* WESTERN is read as windows-1252; SINGLE gives way to well-formed UTF-8; MULTI never does. */
static const struct known knowns[] = {
    {"utf-8", "utf-8", NULL, UTF8},
    {"utf8", "utf-8", NULL, UTF8},
    {"unicode-1-1-utf-8", "utf-8", NULL, UTF8},
    {"us-ascii", "us-ascii", NULL, WESTERN},
    {"ascii", "us-ascii", NULL, WESTERN},
    {"ansi_x3.4-1968", "us-ascii", NULL, WESTERN},
    {"iso-8859-1", "iso-8859-1", NULL, WESTERN},
    {"iso8859-1", "iso-8859-1", NULL, WESTERN},
    {"iso_8859-1", "iso-8859-1", NULL, WESTERN},
    {"latin1", "iso-8859-1", NULL, WESTERN},
    {"latin-1", "iso-8859-1", NULL, WESTERN},
    {"windows-1252", "windows-1252", NULL, WESTERN},
    {"cp1252", "windows-1252", NULL, WESTERN},
    {"x-ansi", "windows-1252", NULL, WESTERN},
    {"iso-8859-2", "iso-8859-2", "ISO-8859-2", SINGLE},
    {"iso-8859-3", "iso-8859-3", "ISO-8859-3", SINGLE},
    {"iso-8859-4", "iso-8859-4", "ISO-8859-4", SINGLE},
    {"iso-8859-5", "iso-8859-5", "ISO-8859-5", SINGLE},
    {"iso-8859-6", "iso-8859-6", "ISO-8859-6", SINGLE},
    {"iso-8859-7", "iso-8859-7", "ISO-8859-7", SINGLE},
    {"iso-8859-8", "iso-8859-8", "ISO-8859-8", SINGLE},
    {"iso-8859-8-i", "iso-8859-8", "ISO-8859-8", SINGLE},
    {"iso-8859-9", "iso-8859-9", "ISO-8859-9", SINGLE},
    {"iso-8859-10", "iso-8859-10", "ISO-8859-10", SINGLE},
    {"iso-8859-13", "iso-8859-13", "ISO-8859-13", SINGLE},
    {"iso-8859-14", "iso-8859-14", "ISO-8859-14", SINGLE},
    {"iso-8859-15", "iso-8859-15", "ISO-8859-15", SINGLE},
    {"latin-9", "iso-8859-15", "ISO-8859-15", SINGLE},
    {"iso-8859-16", "iso-8859-16", "ISO-8859-16", SINGLE},
    {"windows-1250", "windows-1250", "WINDOWS-1250", SINGLE},
    {"windows-1251", "windows-1251", "WINDOWS-1251", SINGLE},
    {"windows-1253", "windows-1253", "WINDOWS-1253", SINGLE},
    {"windows-1254", "windows-1254", "WINDOWS-1254", SINGLE},
    {"windows-1255", "windows-1255", "WINDOWS-1255", SINGLE},
    {"windows-1256", "windows-1256", "WINDOWS-1256", SINGLE},
    {"windows-1257", "windows-1257", "WINDOWS-1257", SINGLE},
    {"windows-1258", "windows-1258", "WINDOWS-1258", SINGLE},
    {"windows-874", "windows-874", "CP874", SINGLE},
    {"tis-620", "tis-620", "TIS-620", SINGLE},
    {"koi8-r", "koi8-r", "KOI8-R", SINGLE},
    {"koi8-u", "koi8-u", "KOI8-U", SINGLE},
    {"ibm437", "ibm437", "IBM437", SINGLE},
    {"cp437", "ibm437", "IBM437", SINGLE},
    {"ibm850", "ibm850", "IBM850", SINGLE},
    {"cp850", "ibm850", "IBM850", SINGLE},
    {"cp865", "ibm865", "IBM865", SINGLE},
    {"macintosh", "macintosh", "MACINTOSH", SINGLE},
    {"x-mac-roman", "macintosh", "MACINTOSH", SINGLE},
    {"sen_850200_b", "sen_850200_b", "SEN_850200_B", MULTI},
    {"utf-7", "utf-7", "UTF-7", MULTI},
    {"unicode-1-1-utf-7", "utf-7", "UTF-7", MULTI},
    {"utf-16", "utf-16", "UTF-16", MULTI},
    {"utf-16le", "utf-16le", "UTF-16LE", MULTI},
    {"utf-16be", "utf-16be", "UTF-16BE", MULTI},
    {"utf-32", "utf-32", "UTF-32", MULTI},
    {"iso-2022-jp", "iso-2022-jp", "ISO-2022-JP-2", MULTI},
    {"shift_jis", "shift_jis", "CP932", MULTI},
    {"shift-jis", "shift_jis", "CP932", MULTI},
    {"x-sjis", "shift_jis", "CP932", MULTI},
    {"cp932", "shift_jis", "CP932", MULTI},
    {"euc-jp", "euc-jp", "EUC-JP", MULTI},
    {"gb2312", "gb18030", "GB18030", MULTI},
    {"gbk", "gb18030", "GB18030", MULTI},
    {"gb18030", "gb18030", "GB18030", MULTI},
    {"big5", "big5", "BIG5-HKSCS", MULTI},
    {"euc-kr", "euc-kr", "CP949", MULTI},
    {"ks_c_5601-1987", "euc-kr", "CP949", MULTI},
    {"iso-2022-kr", "iso-2022-kr", "ISO-2022-KR", MULTI},
};

/* What windows-1252 has at 0x80-0x9F; the five holes become U+FFFD. */
static const uint16_t c1_table[32] = {
    0x20AC, 0xFFFD, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160,
    0x2039, 0x0152, 0xFFFD, 0x017D, 0xFFFD, 0xFFFD, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
    0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0xFFFD, 0x017E, 0x0178,
};

uint32_t charset_c1(uint32_t cp)
{
    return cp >= 0x80 && cp <= 0x9F ? c1_table[cp - 0x80] : cp;
}

void charset_start(void)
{
    for (size_t i = 0; i < sizeof knowns / sizeof *knowns; i++) {
        if (knowns[i].iconv == NULL)
            continue;
        iconv_t cd = iconv_open("UTF-8", knowns[i].iconv);
        if (cd != (iconv_t)-1)
            iconv_close(cd);
    }
}

/* The charset of this name; NULL when it is unknown. White space and quotes do not count. */
static const struct known *look_up(const char *declared)
{
    char name[40];
    size_t n = 0;
    for (const char *p = declared; *p && n < sizeof name - 1; p++)
        if (!isspace((unsigned char)*p) && *p != '"' && *p != '\'')
            name[n++] = (char)tolower((unsigned char)*p);
    name[n] = '\0';
    for (size_t i = 0; i < sizeof knowns / sizeof *knowns; i++)
        if (strcmp(knowns[i].name, name) == 0)
            return &knowns[i];
    return NULL;
}

/* The length of the well-formed sequence at p, 0 when there is none. */
static size_t sequence(const unsigned char *p, size_t left)
{
    if (*p < 0x80)
        return 1;
    size_t want = *p >= 0xF0 ? 4 : *p >= 0xE0 ? 3 : 2;
    if (*p < 0xC2 || *p > 0xF4 || want > left || !text_is_utf8((const char *)p, want))
        return 0;
    return want;
}

struct look {
    size_t sequences; /* well-formed ones of two bytes and more */
    size_t strays;    /* bytes over 0x7F outside of them */
    bool c1;          /* a stray byte from 0x80 to 0x9F */
    bool high_c1;     /* any byte from 0x80 to 0x9F */
};

static struct look look_at(const char *bytes, size_t len)
{
    struct look l = {0};
    const unsigned char *p = (const unsigned char *)bytes;
    for (size_t i = 0; i < len;) {
        size_t n = sequence(p + i, len - i);
        l.high_c1 |= p[i] >= 0x80 && p[i] <= 0x9F;
        if (n > 1)
            l.sequences++;
        if (n == 0) {
            l.strays++;
            l.c1 |= p[i] >= 0x80 && p[i] <= 0x9F;
        }
        i += n ? n : 1;
    }
    return l;
}

/* Well-formed sequences as they are (where keep is set), all other bytes as windows-1252. */
static void read_western(struct arena *a, const char *bytes, size_t len, bool keep,
                         struct decoded *d)
{
    const unsigned char *p = (const unsigned char *)bytes;
    char *out = d->text = arena_alloc(a, len * 3 + 1);
    for (size_t i = 0; i < len;) {
        size_t n = keep ? sequence(p + i, len - i) : p[i] < 0x80;
        if (n > 0) {
            memcpy(out, p + i, n);
            out += n;
            i += n;
        } else {
            out += text_put(charset_c1(p[i++]), out);
        }
    }
    *out = '\0';
    d->len = (size_t)(out - d->text);
}

/* By iconv; what it refuses becomes U+FFFD, and NULs go. False when iconv does not know the
 * charset. */
static bool read_iconv(struct arena *a, const char *bytes, size_t len, const char *name,
                       struct decoded *d)
{
    iconv_t cd = iconv_open("UTF-8", name);
    if (cd == (iconv_t)-1)
        return false;
    struct buffer out;
    buffer_init(&out, len * 4 + 16);
    char *in = (char *)(uintptr_t)bytes, piece[4096];
    size_t left = len;
    while (left > 0) {
        char *to = piece;
        size_t room = sizeof piece;
        size_t rc = iconv(cd, &in, &left, &to, &room);
        buffer_add(&out, piece, (size_t)(to - piece));
        if (rc == (size_t)-1 && errno != E2BIG) {
            buffer_puts(&out, "\xEF\xBF\xBD");
            d->defect = "charset_wrong";
            in++;
            left--;
        }
    }
    iconv_close(cd);
    char *kept = out.data;
    for (size_t i = 0; i < out.len; i++)
        if (out.data[i] != '\0')
            *kept++ = out.data[i];
    d->text = text_repair(a, buffer_text(&out), (size_t)(kept - out.data));
    d->len = strlen(d->text);
    buffer_free(&out);
    return true;
}

/* A byte order mark says more than any label. */
static const char *by_mark(const char *bytes, size_t len, const char *declared)
{
    if (len >= 3 && memcmp(bytes, "\xEF\xBB\xBF", 3) == 0)
        return "utf-8";
    if (len >= 2 && (memcmp(bytes, "\xFF\xFE", 2) == 0 || memcmp(bytes, "\xFE\xFF", 2) == 0))
        return "utf-16";
    return declared;
}

static struct decoded as_utf8(struct arena *a, const char *bytes, size_t len, struct look l,
                              bool declared)
{
    struct decoded d = {.charset = "utf-8"};
    if (l.strays > 0 && l.sequences == 0)
        d.charset = "windows-1252";
    if (l.strays > 0 && declared)
        d.defect = "charset_wrong";
    read_western(a, bytes, len, true, &d);
    return d;
}

static struct decoded as_western(struct arena *a, const char *bytes, size_t len, struct look l,
                                 const struct known *k)
{
    bool plain = l.strays == 0 && l.sequences == 0;
    struct decoded d = {.charset = k ? k->canonical : plain ? "us-ascii" : "windows-1252"};
    bool ascii = k != NULL && strcmp(k->canonical, "us-ascii") == 0;
    bool latin = k != NULL && strcmp(k->canonical, "iso-8859-1") == 0;
    if (!plain && (ascii || (latin && l.high_c1))) {
        d.charset = "windows-1252";
        d.defect = "charset_wrong";
    }
    read_western(a, bytes, len, false, &d);
    return d;
}

struct decoded charset_decode(struct arena *a, const char *bytes, size_t len, const char *declared)
{
    const char *marked = by_mark(bytes, len, declared);
    bool missing = text_blank(marked);
    const struct known *k = missing ? NULL : look_up(marked);
    if (k != NULL && text_starts(k->canonical, "utf-16") && memchr(bytes, '\0', len) == NULL)
        k = NULL; /* UTF-16 in name alone */
    struct look l = look_at(bytes, len);
    bool high = l.strays + l.sequences > 0;
    struct decoded d = {0};
    if (k != NULL && k->way == UTF8)
        return as_utf8(a, bytes, len, l, true);
    if ((k == NULL || k->way != MULTI) && l.sequences > 0 && l.sequences > l.strays * 4) {
        d = as_utf8(a, bytes, len, l, false);
        d.defect = k != NULL ? "charset_wrong" : NULL;
    } else if (k == NULL || k->way == WESTERN) {
        d = as_western(a, bytes, len, l, k);
    } else {
        d.charset = k->canonical;
        if (!read_iconv(a, bytes, len, k->iconv, &d))
            d = as_western(a, bytes, len, l, NULL);
    }
    if (missing && high)
        d.defect = "charset_missing";
    else if (!missing && k == NULL)
        d.defect = "charset_unknown";
    return d;
}
