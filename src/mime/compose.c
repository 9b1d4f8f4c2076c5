/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * One form of each letter: an å may come as one code point or as two, and looks the same. What is
 * compared or hashed is brought to the composed form first (Unicode's NFC).
 */
#include "mime.h"

#include <gmime/gmime.h>
#include <string.h>

#include "base/text.h"

char *mime_composed(struct arena *a, const char *text)
{
    char *composed = g_utf8_normalize(text, -1, G_NORMALIZE_NFC);
    char *copy = composed ? arena_strdup(a, composed) : text_repair(a, text, strlen(text));
    g_free(composed);
    return copy;
}
