/* SPDX-License-Identifier: EUPL-1.2 */
/* The desk's pages about what staff may change: letters, texts, settings. Private to web/. */
#ifndef LEVANDE_WEB_DESK_TEXTS_H
#define LEVANDE_WEB_DESK_TEXTS_H

#include "desk.h"

extern const struct field text_asks[], text_fields[], text_restore_fields[];
web_handler desk_texts, desk_text, desk_text_take, desk_text_restore_take;

extern const struct field changes_asks[], area_new_fields[];
web_handler desk_settings, desk_areas, desk_area_new_take, desk_changes;

/* The staff's accounts (desk_staff.c). */
extern const struct field staff_asks[], staff_new_fields[], staff_role_fields[];
web_handler desk_staff, desk_staff_new, desk_staff_new_take, desk_staff_role_take,
    desk_staff_app_take, desk_staff_password_take, desk_staff_close_take;

#endif
