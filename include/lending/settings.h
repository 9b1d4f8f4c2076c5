/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * The one door for what staff change of the shipped texts and values: looked through with all else
 * that holds, then kept as the next version, with a row of the trail; or refused, and nothing is
 * changed.
 */
#ifndef LEVANDE_LENDING_SETTINGS_H
#define LEVANDE_LENDING_SETTINGS_H

#include "house.h"

struct setting_edit {
    const char *name; /* "letters/sv/code.md", "areas/cancer", "rules", "compensation.fixed" */
    const char *text; /* all of it; NULL: back to what the files say */
    int64_t seen;     /* the version that the text was made from; -1: whichever stands */
    void (*report)(void *context, const char *line); /* each fault: "name:line: what" */
    /* Called with the templates as they would be, where there is no fault; or NULL. */
    void (*look)(void *context, const struct shelf *shelf);
    void *context;
};

/*
 * *version is the new one's number, or 0 when that is what holds already. A text that the files
 * hold too goes back to them. NEVER: EXIT_NO_INPUT for a name that there is not, EXIT_DATA for
 * faults, or for a version that was not seen; EXIT_NOT_PERMITTED for one that is the file's alone.
 * Needs the templates (house->shelf).
 */
enum outcome lending_setting_save(const struct house *house, struct arena *a, const char *actor,
                                  const struct setting_edit *edit, int64_t *version,
                                  struct fault *f);

/* The same look alone: nothing is kept. */
enum outcome lending_setting_try(const struct house *house, struct arena *a,
                                 const struct setting_edit *edit, struct fault *f);

#endif
