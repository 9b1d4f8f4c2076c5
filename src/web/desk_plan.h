/* SPDX-License-Identifier: EUPL-1.2 */
/* The desk's log, figures and calendar: their pages. Private to web/. */
#ifndef LEVANDE_WEB_DESK_PLAN_H
#define LEVANDE_WEB_DESK_PLAN_H

#include "desk.h"

extern const struct field log_asks[], figures_asks[], calendar_asks[];
web_handler desk_log, desk_figures, desk_figures_csv, desk_figures_report, desk_figures_pdf,
    desk_calendar, desk_calendar_open_take, desk_calendar_close_take, page_calendar_feed;

#endif
