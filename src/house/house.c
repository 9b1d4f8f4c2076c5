/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * The house is opened here: configuration, areas, templates, book; for the daemon's roles and for
 * the command alike.
 */
#include "house.h"

#include <string.h>

#include "base/file.h"
#include "base/text.h"
#include "layer.h"
#include "letters.h"
#include "reading.h"

enum { AREA_FILE_MAX = 1 << 20 };

struct teller {
    void (*report)(void *context, const char *line);
    void *context;
};

static enum outcome read_areas(struct arena *a, const char *path, const struct teller *tell,
                               struct house *out, struct fault *f)
{
    char *text = NULL;
    size_t len;
    struct areas *areas;
    enum outcome o = file_read(a, path, AREA_FILE_MAX, &text, &len, f);
    if (o == DONE)
        o = areas_read(a, path, text, &areas, f);
    if (o != DONE) {
        tell->report(tell->context, f->text);
        return fault_set(f, NEVER, EXIT_CONFIG, "the area file has faults");
    }
    out->areas = areas;
    out->areas_text = text;
    return DONE;
}

static enum outcome open_shelf(const struct settings *s, const struct teller *tell,
                               const struct shelf **out, struct fault *f)
{
    struct shelf *shelf = NULL;
    enum outcome o = shelf_open(s->files.templates, tell->report, tell->context, &shelf, f);
    if (o != DONE)
        return fault_set(f, NEVER, EXIT_CONFIG, "the templates have faults");
    *out = shelf;
    return DONE;
}

enum outcome house_read(struct arena *a, const char *config, bool texts,
                        void (*report)(void *context, const char *line), void *context,
                        struct house *out, struct fault *f)
{
    struct teller tell = {report, context};
    *out = (struct house){.listen_fd = -1, .random = random_system(), .log = {.least = LOG_INFO}};
    enum outcome o = settings_load(a, config, report, context, &out->settings, f);
    if (o != DONE)
        return o;
    calendar_zone(out->settings->library.timezone);
    struct fault later;
    o = read_areas(a, out->settings->files.areas, &tell, out, f);
    if (o == DONE)
        o = layer_check_rules(a, out->settings->file, out->settings, out->areas, report, context,
                              f);
    if (texts) {
        enum outcome shelf = open_shelf(out->settings, &tell, &out->shelf, &later);
        if (o == DONE && shelf != DONE) {
            *f = later;
            o = shelf;
        }
    }
    return o;
}

enum outcome house_open_book(struct house *house, enum db_role role, bool create, struct fault *f)
{
    struct db_options options = {
        .path = house->settings->database.path, .role = role, .create = create};
    return db_open(&options, &house->db, f);
}

void house_leave_book(struct house *house)
{
    db_close(&house->db);
    layer_drop(house);
}

void house_close(struct house *house)
{
    house_leave_book(house);
    struct shelf *shelf = (struct shelf *)house->shelf;
    shelf_free(&shelf);
    house->shelf = NULL;
}

bool house_set_clock(struct house *house, const char *local)
{
    struct civil c;
    if (!civil_parse(local, &c) || c.hour < 0)
        return false;
    struct clock real = {0};
    house->clock.offset = civil_to_instant(c) - clock_now(&real);
    return true;
}
