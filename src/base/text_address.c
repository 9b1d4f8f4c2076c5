/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * E-mail addresses and domains.
 *
 * An address that passes here can stand in an SMTP command and in a header as it is: it holds no
 * character with which either could be broken out of. The local part may be longer than the 64
 * bytes of RFC 5321, since the reply addresses of some services are.
 */
#include "base/text.h"

#include <string.h>

enum { ADDRESS_MAX = 254, LABEL_MAX = 63 };

static bool is_alnum(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

/* atext of RFC 5322 section 3.2.3 */
static bool is_atom_char(char c)
{
    return is_alnum(c) || (c != '\0' && strchr("!#$%&'*+-/=?^_`{|}~", c));
}

static bool is_atom(const char *text, size_t len)
{
    for (size_t i = 0; i < len; i++) {
        if (!is_atom_char(text[i]))
            return false;
    }
    return len > 0;
}

/* A label of a host name: letters, digits and inner hyphens. */
static bool is_label(const char *text, size_t len)
{
    for (size_t i = 0; i < len; i++) {
        if (!is_alnum(text[i]) && text[i] != '-')
            return false;
    }
    return len > 0 && len <= LABEL_MAX && text[0] != '-' && text[len - 1] != '-';
}

/* True when the len bytes are parts that the test accepts, with a dot between each. */
static bool is_dotted(const char *text, size_t len, bool (*test)(const char *, size_t))
{
    const char *end = text + len;
    for (const char *dot; (dot = memchr(text, '.', (size_t)(end - text))); text = dot + 1) {
        if (!test(text, (size_t)(dot - text)))
            return false;
    }
    return test(text, (size_t)(end - text));
}

bool text_is_address(const char *text)
{
    const char *at = strchr(text, '@');
    size_t len = strlen(text);
    return at && len <= ADDRESS_MAX && is_dotted(text, (size_t)(at - text), is_atom) &&
           is_dotted(at + 1, len - (size_t)(at + 1 - text), is_label);
}

const char *text_domain(const char *address)
{
    const char *at = strrchr(address, '@');
    return at ? at + 1 : "";
}

/* True when domain is the len bytes at parent, or ends with them behind a dot. */
static bool lies_within(const char *domain, const char *parent, size_t len)
{
    size_t own = strlen(domain);
    if (own < len || (own > len && domain[own - len - 1] != '.'))
        return false;
    return text_find_nocase(parent, len, domain + own - len) == parent;
}

bool text_domain_within(const char *domain, const char *domains)
{
    static const char between[] = " ,\t\r\n";
    if (*domain == '\0')
        return false;
    for (const char *at = domains + strspn(domains, between); *at;) {
        size_t len = strcspn(at, between);
        if (lies_within(domain, at, len))
            return true;
        at += len;
        at += strspn(at, between);
    }
    return false;
}
