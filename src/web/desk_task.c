/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * A task that staff say is done.
 */
#include <stdlib.h>
#include <string.h>

#include "desk.h"
#include "lending/desk.h"

const struct field task_done_fields[] = {
    {"uppgift", FIELD_NUMBER, .needed = true, .min = 1, .max = 2000000000, .sv = "Uppgift",
     .en = "Task"},
    {"text", FIELD_LINES, .max = 2000, .sv = "Anteckning", .en = "Note"},
    {"tillbaka", FIELD_TEXT, .max = 300, .sv = "Tillbaka till", .en = "Back to"},
    {0},
};

/* One that is closed already, by its cause or by a colleague, is as good as done. */
enum outcome desk_task_done_take(struct web_request *q, struct web_answer *out, struct fault *f)
{
    int64_t task = strtoll(form_given(&q->form, "uppgift"), NULL, 10);
    const char *text = form_has(&q->form, "text") ? form_given(&q->form, "text") : NULL;
    enum outcome o = lending_task_done(q->house, q->arena, web_actor(q), task, text, f);
    if (o == NEVER && f->code == EXIT_NO_INPUT)
        o = DONE;
    if (o == DONE)
        web_go(q, web_own_path(form_given(&q->form, "tillbaka")), out);
    return o;
}
