/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * Trust: may a mail's sender be answered without asking staff?
 *
 * By domain; and, where the configuration names the server whose word counts (authserv_id), only
 * with an aligned pass in its Authentication-Results field (RFC 8601): DMARC, or DKIM or SPF for
 * the From domain or one above or below it. Fields of any other name are the sender's own claim.
 */
#include "lending.h"

#include <ctype.h>
#include <string.h>

#include "base/text.h"

/* A whole top domain vouches for nobody. */
static bool aligned(const char *domain, const char *claimed)
{
    return strchr(claimed, '.') &&
           (text_domain_within(domain, claimed) || text_domain_within(claimed, domain));
}

/*
 * The field without comments and quotes, since a sender's address may stand in it and hold any
 * words: within quotes all but letters, digits, '.' and '-' become '_'.
 */
static char *bare_field(struct arena *a, const char *field)
{
    char *bare = arena_strdup(a, field), *to = bare;
    bool quoted = false;
    int depth = 0;
    for (const char *c = field; *c; c++) {
        bool escaped = *c == '\\' && c[1] && (quoted || depth > 0);
        if (escaped)
            c++;
        else if (*c == '"' && depth == 0) {
            quoted = !quoted;
            continue;
        } else if (*c == '(' && !quoted) {
            depth++;
        } else if (*c == ')' && !quoted && depth > 0) {
            depth--;
            *to++ = ' ';
            continue;
        }
        if (depth > 0)
            continue;
        bool plain = isalnum((unsigned char)*c) || *c == '.' || *c == '-';
        *to++ = (char)(quoted && !plain ? '_' : *c);
    }
    *to = '\0';
    return bare;
}

/* The value of "property=value" in a result, without quotes; NULL when it is not there. */
static char *property(struct arena *a, const char *result, const char *name)
{
    const char *at = text_find_nocase(result, strlen(result), name);
    while (at && at > result && !isspace((unsigned char)at[-1]))
        at = text_find_nocase(at + 1, strlen(at + 1), name);
    if (!at)
        return NULL;
    at += strlen(name);
    size_t len = strcspn(at, " \t\r\n;()");
    char *value = arena_strndup(a, at, len);
    char *sign = strrchr(value, '@');
    return sign ? sign + 1 : value;
}

static bool result_passes(struct arena *a, const char *result, const char *domain)
{
    static const struct {
        const char *method, *property;
    } methods[] = {{"dmarc=pass", "header.from="},
                   {"dkim=pass", "header.d="},
                   {"dkim=pass", "header.i="},
                   {"spf=pass", "smtp.mailfrom="}};
    for (size_t i = 0; i < sizeof methods / sizeof methods[0]; i++) {
        if (!text_starts_nocase(result, methods[i].method) ||
            isalnum((unsigned char)result[strlen(methods[i].method)]))
            continue;
        char *claimed = property(a, result, methods[i].property);
        if (claimed && *claimed && aligned(domain, claimed))
            return true;
    }
    return false;
}

/* One Authentication-Results field: "authserv-id [version]; result; result …". */
static bool field_passes(struct arena *a, const char *field, const char *authserv_id,
                         const char *domain)
{
    size_t count;
    char **parts = text_split(a, bare_field(a, field), ";", &count);
    if (count == 0)
        return false;
    char *id = arena_strndup(a, parts[0], strcspn(parts[0], " \t"));
    if (!text_equals_nocase(id, authserv_id))
        return false;
    for (size_t i = 1; i < count; i++)
        if (result_passes(a, parts[i], domain))
            return true;
    return false;
}

bool lending_trusts(struct arena *a, const struct settings *s, const char *address,
                    const char *auth_results)
{
    const char *domain = text_domain(address);
    if (!*domain || !text_domain_within(domain, s->library.trusted_domains))
        return false;
    if (!s->library.authserv_id)
        return true;
    size_t count;
    char **fields = text_split(a, auth_results ? auth_results : "", "\n", &count);
    /* Only the topmost field of that server counts: any below it came with the mail. */
    for (size_t i = 0; i < count; i++) {
        char *id = arena_strndup(a, fields[i], strcspn(fields[i], " \t;"));
        if (text_equals_nocase(id, s->library.authserv_id))
            return field_passes(a, fields[i], s->library.authserv_id, domain);
    }
    return false;
}
