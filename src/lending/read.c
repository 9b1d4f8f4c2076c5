/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * From raw bytes to what a mail says: mime/ and reading/ one after the other. No database.
 */
#include "lending.h"

void lending_read(struct arena *a, const struct house *house, const char *raw, size_t len,
                  struct mime_message *message, struct reading *reading)
{
    mime_read(a, raw, len, NULL, message);
    struct reading_input in = {
        .from_name = message->from.name,
        .from_address = message->from.address,
        .subject = message->subject,
        .text = message->text,
        .own_text = message->own_text,
        .date = message->local_date,
        .automatic = automatic_name(message->automatic),
        .in_thread = message->reference_count > 0,
        .own_addresses = house->settings ? settings_own_addresses(a, house->settings) : "",
    };
    reading_read(a, house->areas, &in, reading);
}
