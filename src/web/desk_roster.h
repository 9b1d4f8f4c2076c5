/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * People, associations and care units at the desk: what their pages share. Private to web/.
 */
#ifndef LEVANDE_WEB_DESK_ROSTER_H
#define LEVANDE_WEB_DESK_ROSTER_H

#include "desk.h"
#include "store/units.h"

/*
 * The person of the path, "P12", noted as looked at; *open false: there is none, and that has been
 * answered.
 */
enum outcome desk_person_open(struct web_request *q, struct person *p, bool *open,
                              struct web_answer *out, struct fault *f);
/* The association of the path, "A3". */
enum outcome desk_association_open(struct web_request *q, struct association *x, bool *open,
                                   struct web_answer *out, struct fault *f);

/* The number of "P12" and of " p 12 "; 0: it is none. */
int64_t desk_number(const char *who, char letter);

/* "/personal/personer/P12" and what comes after. */
char *desk_at_person(const struct web_request *q, int64_t id, const char *after);

/* May who asks see where this person lives and how to reach them? */
bool desk_may_reach(const struct web_request *q, const struct person *p);

/* "Bröstcancer" a line each, as a form holds them. */
const char *desk_area_lines(const struct web_request *q, const char *const *ids, size_t count);

/*
 * What the door refused (EXIT_DATA, "key: why") becomes a fault of the form's field of that key,
 * and the page is shown again; any other fault stays one.
 */
enum outcome desk_refused(struct web_request *q, enum outcome o, web_handler *show,
                          struct web_answer *out, struct fault *f);
/* The page again with 422 and these words. */
enum outcome desk_refuse(struct web_request *q, const char *notice, web_handler *show,
                         struct web_answer *out, struct fault *f);

/* "Det är sparat.": what "?klart=…" says. */
void desk_say_done(struct web_request *q, json_t *view);

/* The page of a form about somebody, with the areas that there are; home is where it leads back. */
enum outcome desk_roster_form(struct web_request *q, const char *title, const char *action,
                              const char *home, const struct form *form, struct web_answer *out,
                              struct fault *f);

/* An empty form of one button, or of these fields, at this path. */
json_t *desk_button(struct web_request *q, const char *path);
json_t *desk_form(struct web_request *q, const char *path, const struct field *fields);

/* ---- Pages: people ---- */

extern const struct field people_search_fields[], people_open_fields[], people_result_asks[],
    person_pause_fields[], person_consent_fields[], person_erase_fields[], person_merge_asks[],
    person_merge_fields[], person_fields[], done_asks[], import_fields[];
web_handler desk_people, desk_people_take, desk_people_open_take, desk_people_result,
    desk_people_import, desk_people_import_take;
web_handler desk_person, desk_person_pause_take, desk_person_go_on_take, desk_person_consent_take,
    desk_person_confirm_take, desk_person_export, desk_person_merge, desk_person_merge_take,
    desk_person_erase, desk_person_erase_take;
web_handler desk_person_new, desk_person_new_take, desk_person_change, desk_person_change_take;
void check_person(struct web_request *q), check_person_pause(struct web_request *q);

/* ---- Pages: associations ---- */

extern const struct field associations_asks[], association_fields[], cooperation_fields[];
web_handler desk_associations, desk_association, desk_association_new, desk_association_new_take,
    desk_association_change, desk_association_change_take, desk_cooperate_take,
    desk_cooperate_end_take, desk_associations_import, desk_associations_import_take;
void check_association(struct web_request *q);

/* ---- Pages: care units ---- */

/* "/personal/enheter/U7" and what comes after. */
char *desk_at_unit(const struct web_request *q, int64_t id, const char *after);
/* The unit of the path, "U7"; for what has become a part of another the answer leads there. */
enum outcome desk_unit_open(struct web_request *q, struct unit *u, bool *open,
                            struct web_answer *out, struct fault *f);
/* "unit_page" of a view about something else: {id, name, href}. */
enum outcome desk_add_unit(struct web_request *q, int64_t id, json_t *view, struct fault *f);
/* All that is shown of a unit, alone or beside another. */
enum outcome desk_unit_view(struct web_request *q, const struct unit *u, json_t **out,
                            struct fault *f);

extern const struct field units_asks[], unit_asks[], unit_fields[], unit_contact_fields[],
    unit_contact_off_fields[], unit_merge_asks[], unit_merge_fields[];
web_handler desk_units, desk_unit, desk_unit_change, desk_unit_change_take,
    desk_unit_contact_new_take, desk_unit_contact, desk_unit_contact_take,
    desk_unit_contact_off_take, desk_unit_merge, desk_unit_merge_take;

#endif
