/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * The table of routes: all that can be asked of this service from outside. Each GET is answered to
 * HEAD too; what is not here is not there.
 */
#include "desk.h"
#include "desk_plan.h"
#include "desk_roster.h"
#include "desk_texts.h"
#include "page_signup.h"

/* A page that is open to all, one that is alike for all, and one that a personal link opens. */
#define OPEN(path_, show)                                                                          \
    {                                                                                              \
        .method = "GET", .path = path_, .who = WHO_ALL, .handle = show                             \
    }
#define STILL(path_, show)                                                                         \
    {                                                                                              \
        .method = "GET", .path = path_, .who = WHO_ALL, .handle = show, .still = true              \
    }
#define OPEN_FORM(path_, take, ...)                                                                \
    {                                                                                              \
        .method = "POST", .path = path_, .who = WHO_ALL, .handle = take, __VA_ARGS__               \
    }
#define LINK(path_, purposes_, parties_, show)                                                     \
    {                                                                                              \
        .method = "GET", .path = path_, .who = WHO_LINK, .purposes = purposes_,                    \
        .parties = parties_, .handle = show                                                        \
    }
#define LINK_FORM(path_, purposes_, parties_, take, ...)                                           \
    {                                                                                              \
        .method = "POST", .path = path_, .who = WHO_LINK, .purposes = purposes_,                   \
        .parties = parties_, .handle = take, __VA_ARGS__                                           \
    }

/* A step of a sign-up: shown, and taken. */
#define STEP(part, fields_, check_)                                                                \
    LINK("/bli-levande-bok/TOKEN/" part, "signup", "a", page_signup_step),                         \
        LINK_FORM("/bli-levande-bok/TOKEN/" part, "signup", "a", page_signup_step_take,            \
                  .fields = fields_, .check = check_)

/*
 * A page of the desk: for staff of this role and above; one that its address asks something of; and
 * a form there.
 */
#define DESK(path_, role_, show)                                                                   \
    {                                                                                              \
        .method = "GET", .path = path_, .who = WHO_STAFF, .role = role_, .handle = show            \
    }
#define DESK_ASKS(path_, role_, asks_, show)                                                       \
    {                                                                                              \
        .method = "GET", .path = path_, .who = WHO_STAFF, .role = role_, .asks = asks_,            \
        .handle = show                                                                             \
    }
#define DESK_FORM(path_, role_, take, ...)                                                         \
    {                                                                                              \
        .method = "POST", .path = path_, .who = WHO_STAFF, .role = role_, .handle = take,          \
        __VA_ARGS__                                                                                \
    }

const struct web_route web_routes[] = {
    STILL("/", page_home),
    STILL("/en", page_home_en),
    STILL("/tillganglighet", page_accessibility),
    STILL("/personuppgifter", page_personal_data),

    /* Machines. */
    {.method = "GET",
     .path = "/filer/TOKEN/PART",
     .who = WHO_ALL,
     .handle = page_asset,
     .free = true},
    {.method = "GET", .path = "/halsa", .who = WHO_ALL, .handle = page_health, .free = true},
    {.method = "GET", .path = "/metrics", .who = WHO_MACHINE, .handle = page_metrics},

    /* A care unit. */
    OPEN("/forfragan", page_request),
    OPEN_FORM("/forfragan", page_request_take, .fields = request_fields, .check = check_request,
              .mails = true),
    OPEN_FORM("/forfragan/rakna", page_request_count_take, .fields = request_fields,
              .check = check_request, .form_path = "/forfragan", .half = true),
    OPEN("/forfragan/skickad", page_request_sent),
    OPEN("/forfragan/lank", page_unit_link),
    OPEN_FORM("/forfragan/lank", page_unit_link_take, .fields = address_fields, .mails = true),
    OPEN("/lank-skickad", page_link_sent),
    LINK("/forfragan/TOKEN", "request draft", "u", page_case),
    LINK_FORM("/forfragan/TOKEN", "request", "u", page_case_take, .fields = facts_fields,
              .check = check_request),
    LINK_FORM("/forfragan/TOKEN/bekrafta", "draft request", "u", page_confirm_take,
              .fields = no_fields, .form_path = "/forfragan/TOKEN"),
    {.method = "GET",
     .path = "/forfragan/TOKEN/andra",
     .who = WHO_LINK,
     .purposes = "draft",
     .parties = "u",
     .handle = page_request_change,
     .own_words = true},
    LINK_FORM("/forfragan/TOKEN/andra", "draft", "u", page_request_change_take,
              .fields = request_fields, .check = check_request, .own_words = true),
    LINK_FORM("/forfragan/TOKEN/kod", "request", "u", page_choose_code_take, .fields = no_fields,
              .form_path = "/forfragan/TOKEN"),
    LINK_FORM("/forfragan/TOKEN/oppna", "request", "u", page_choose_open_take,
              .fields = code_fields, .form_path = "/forfragan/TOKEN"),
    LINK_FORM("/forfragan/TOKEN/valj", "request", "u", page_choose_take, .fields = choose_fields,
              .form_path = "/forfragan/TOKEN"),
    LINK("/forfragan/TOKEN/stall-in", "request", "u", page_cancel),
    LINK_FORM("/forfragan/TOKEN/stall-in", "request", "u", page_cancel_take,
              .fields = cancel_fields),

    LINK("/forfragan/TOKEN/tillfallen", "request", "u", page_occasions),
    LINK_FORM("/forfragan/TOKEN/tillfallen", "request", "u", page_occasion_take,
              .fields = occasion_fields, .check = check_times),
    LINK_FORM("/forfragan/TOKEN/tillfallen/stall-in", "request", "u", page_occasion_off_take,
              .fields = occasion_off_fields, .form_path = "/forfragan/TOKEN/tillfallen"),

    /* Who would like to become a living book: step by step, then a link to confirm. */
    STILL("/bli-levande-bok", page_signup),
    OPEN("/bli-levande-bok/borja", page_signup_start),
    OPEN_FORM("/bli-levande-bok/borja", page_signup_start_take, .fields = signup_you_fields),
    OPEN("/bli-levande-bok/skickad", page_signup_sent),
    LINK("/bli-levande-bok/TOKEN", "signup confirm_signup", "aP", page_signup_case),
    LINK_FORM("/bli-levande-bok/TOKEN", "signup", "a", page_signup_send_take,
              .fields = signup_send_fields, .mails = true),
    LINK_FORM("/bli-levande-bok/TOKEN/bekrafta", "confirm_signup", "aP", page_signup_confirm_take,
              .fields = no_fields, .form_path = "/bli-levande-bok/TOKEN"),
    STEP("du", signup_you_fields, NULL),
    STEP("erfarenhet", signup_experience_fields, check_signup_experience),
    STEP("berattelse", signup_story_fields, check_signup_story),
    STEP("medverkan", signup_part_fields, NULL),
    STEP("behov", signup_needs_fields, check_signup_needs),

    /* Who is asked: a person, an association. */
    LINK("/svar/TOKEN", "answer", "PA", page_asked),
    LINK_FORM("/svar/TOKEN", "answer", "P", page_asked_take, .fields = answer_fields),
    LINK_FORM("/svar/TOKEN", "answer", "A", page_nominate_take, .fields = nomination_fields,
              .check = check_nominations),

    /* What an occasion pays: the unit, and who was there. */
    LINK("/ersattning/TOKEN", "payment", "uP", page_payment),
    LINK_FORM("/ersattning/TOKEN", "payment", "P", page_payment_take, .fields = report_fields,
              .check = check_report),
    LINK_FORM("/ersattning/TOKEN/betald", "payment", "u", page_paid_take, .fields = paid_fields,
              .form_path = "/ersattning/TOKEN"),
    LINK_FORM("/ersattning/TOKEN/betald", "payment", "P", page_paid_take, .fields = received_fields,
              .form_path = "/ersattning/TOKEN"),
    LINK("/ersattning/TOKEN/underlag.csv", "payment", "u", page_payment_csv),
    LINK("/ersattning/TOKEN/underlag.pdf", "payment", "u", page_payment_pdf),

    LINK_FORM("/forfragan/TOKEN/overenskommelse", "request", "u", page_agreement_open_take,
              .fields = agreement_open_fields, .form_path = "/forfragan/TOKEN"),

    /* The agreement, for both of its parties. */
    LINK("/overenskommelse/TOKEN", "agreement", "uP", page_agreement),
    LINK("/overenskommelse/TOKEN/andra", "agreement", "uP", page_change),
    LINK_FORM("/overenskommelse/TOKEN/andra", "agreement", "uP", page_change_take,
              .fields = agreement_fields),
    LINK_FORM("/overenskommelse/TOKEN/kommentar", "agreement", "uP", page_comment_take,
              .fields = comment_fields, .form_path = "/overenskommelse/TOKEN"),
    LINK_FORM("/overenskommelse/TOKEN/kod", "agreement", "uP", page_agreement_code_take,
              .fields = no_fields, .form_path = "/overenskommelse/TOKEN"),
    LINK_FORM("/overenskommelse/TOKEN/godkann", "agreement", "uP", page_accept_take,
              .fields = accept_fields, .form_path = "/overenskommelse/TOKEN"),
    LINK("/overenskommelse/TOKEN/kalender.ics", "agreement", "uP", page_calendar),
    LINK("/overenskommelse/TOKEN/avsta", "agreement", "uP", page_withdraw),
    LINK_FORM("/overenskommelse/TOKEN/avsta", "agreement", "uP", page_withdraw_take,
              .fields = withdraw_fields),
    LINK("/overenskommelse/TOKEN/pdf", "agreement", "uP", page_agreement_pdf),

    /* A representative. */
    OPEN("/mina-uppgifter", page_own_link),
    OPEN_FORM("/mina-uppgifter", page_own_link_take, .fields = address_fields, .mails = true),
    LINK("/mina-uppgifter/TOKEN", "person", "P", page_own),
    LINK_FORM("/mina-uppgifter/TOKEN", "person", "P", page_own_take, .fields = code_fields),
    LINK_FORM("/mina-uppgifter/TOKEN/kod", "person", "P", page_code_take, .fields = no_fields,
              .form_path = "/mina-uppgifter/TOKEN"),
    LINK_FORM("/mina-uppgifter/TOKEN/oppna", "person", "P", page_own_open_take,
              .fields = own_open_fields, .form_path = "/mina-uppgifter/TOKEN"),
    LINK("/mina-uppgifter/TOKEN/andra", "person", "P", page_self_change),
    LINK_FORM("/mina-uppgifter/TOKEN/andra", "person", "P", page_self_change_take,
              .fields = self_fields, .check = check_self),
    LINK_FORM("/mina-uppgifter/TOKEN/stammer", "person", "P", page_self_confirm_take,
              .fields = no_fields, .form_path = "/mina-uppgifter/TOKEN"),
    LINK_FORM("/mina-uppgifter/TOKEN/paus", "person", "P", page_self_pause_take,
              .fields = no_fields, .form_path = "/mina-uppgifter/TOKEN"),
    LINK_FORM("/mina-uppgifter/TOKEN/fortsatt", "person", "P", page_self_go_on_take,
              .fields = no_fields, .form_path = "/mina-uppgifter/TOKEN"),
    LINK_FORM("/mina-uppgifter/TOKEN/samtycke", "person", "P", page_self_willing_take,
              .fields = willing_fields, .form_path = "/mina-uppgifter/TOKEN"),
    LINK("/mina-uppgifter/TOKEN/uppgifter", "person", "P", page_self_export),
    LINK("/mina-uppgifter/TOKEN/lamna", "person", "P", page_self_leave),
    LINK_FORM("/mina-uppgifter/TOKEN/lamna", "person", "P", page_self_leave_take,
              .fields = no_fields),
    LINK("/traff/TOKEN", "meeting", "P", page_meeting),
    LINK_FORM("/traff/TOKEN", "meeting", "P", page_meeting_take, .fields = meeting_fields),
    LINK("/traff/TOKEN/kalender.ics", "meeting", "P", page_meeting_calendar),
    LINK("/uppfoljning/TOKEN", "followup advice outcome", "uP", page_followup),
    LINK_FORM("/uppfoljning/TOKEN", "followup", "P", page_followup_take,
              .fields = followup_person_fields),
    LINK_FORM("/uppfoljning/TOKEN", "followup", "u", page_followup_take,
              .fields = followup_unit_fields),
    LINK_FORM("/uppfoljning/TOKEN", "advice", "u", page_followup_take, .fields = advice_fields),
    LINK("/paus/TOKEN", "answer person", "P", page_pause),
    LINK_FORM("/paus/TOKEN", "answer person", "P", page_pause_take, .fields = pause_fields,
              .no_token = true),

    /* The desk: logging in, in two steps, and out. */
    OPEN("/personal/logga-in", desk_login),
    OPEN_FORM("/personal/logga-in", desk_login_take, .fields = login_fields),
    {.method = "GET", .path = "/personal/kod", .who = WHO_HALF, .handle = desk_second},
    {.method = "POST",
     .path = "/personal/kod",
     .who = WHO_HALF,
     .handle = desk_second_take,
     .fields = second_fields},
    {.method = "GET", .path = "/personal/tvafaktor", .who = WHO_HALF, .handle = desk_enrol},
    {.method = "POST",
     .path = "/personal/tvafaktor",
     .who = WHO_HALF,
     .handle = desk_enrol_take,
     .fields = enrol_fields},
    DESK_FORM("/personal/logga-ut", ROLE_READER, desk_logout_take, .fields = no_fields,
              .form_path = "/personal", .own = true),

    /* One's own account. */
    {.method = "GET",
     .path = "/personal/mitt-konto",
     .who = WHO_STAFF,
     .asks = account_asks,
     .handle = desk_account,
     .own = true},
    DESK_FORM("/personal/mitt-konto/losenord", ROLE_READER, desk_own_password_take,
              .fields = own_password_fields, .form_path = "/personal/mitt-konto", .own = true),
    DESK_FORM("/personal/mitt-konto/koder", ROLE_READER, desk_own_codes_take,
              .fields = own_codes_fields, .form_path = "/personal/mitt-konto"),

    /* What waits. */
    DESK_ASKS("/personal", ROLE_READER, start_asks, desk_start),
    {.method = "GET",
     .path = "/personal/vantar",
     .who = WHO_STAFF,
     .role = ROLE_READER,
     .handle = desk_waits,
     .by_itself = true},
    DESK("/personal/utskick/TOKEN", ROLE_READER, desk_letter),
    DESK("/personal/utskick/TOKEN/brev.pdf", ROLE_STAFF, desk_letter_pdf),
    DESK_FORM("/personal/utskick/TOKEN", ROLE_STAFF, desk_letter_take, .fields = letter_fields),
    DESK_FORM("/personal/uppgifter/klar", ROLE_STAFF, desk_task_done_take,
              .fields = task_done_fields, .form_path = "/personal"),

    /* People. */
    DESK("/personal/personer", ROLE_READER, desk_people),
    DESK_FORM("/personal/personer", ROLE_READER, desk_people_take, .fields = people_search_fields),
    DESK_FORM("/personal/personer/oppna", ROLE_READER, desk_people_open_take,
              .fields = people_open_fields, .form_path = "/personal/personer"),
    DESK_ASKS("/personal/personer/sokning/TOKEN", ROLE_READER, people_result_asks,
              desk_people_result),
    DESK("/personal/personer/ny", ROLE_STAFF, desk_person_new),
    DESK_FORM("/personal/personer/ny", ROLE_STAFF, desk_person_new_take, .fields = person_fields,
              .check = check_person),
    DESK("/personal/personer/import", ROLE_STAFF, desk_people_import),
    DESK_FORM("/personal/personer/import", ROLE_STAFF, desk_people_import_take,
              .fields = import_fields, .upload = true),
    DESK_ASKS("/personal/personer/TOKEN", ROLE_READER, done_asks, desk_person),
    DESK("/personal/personer/TOKEN/andra", ROLE_STAFF, desk_person_change),
    DESK_FORM("/personal/personer/TOKEN/andra", ROLE_STAFF, desk_person_change_take,
              .fields = person_fields, .check = check_person),
    DESK_FORM("/personal/personer/TOKEN/paus", ROLE_STAFF, desk_person_pause_take,
              .fields = person_pause_fields, .check = check_person_pause,
              .form_path = "/personal/personer/TOKEN"),
    DESK_FORM("/personal/personer/TOKEN/fortsatt", ROLE_STAFF, desk_person_go_on_take,
              .fields = no_fields, .form_path = "/personal/personer/TOKEN"),
    DESK_FORM("/personal/personer/TOKEN/samtycke", ROLE_STAFF, desk_person_consent_take,
              .fields = person_consent_fields, .form_path = "/personal/personer/TOKEN"),
    DESK_FORM("/personal/personer/TOKEN/stammer", ROLE_STAFF, desk_person_confirm_take,
              .fields = no_fields, .form_path = "/personal/personer/TOKEN"),
    DESK("/personal/personer/TOKEN/uppgifter", ROLE_STAFF, desk_person_export),
    DESK_ASKS("/personal/personer/TOKEN/sla-ihop", ROLE_STAFF, person_merge_asks,
              desk_person_merge),
    DESK_FORM("/personal/personer/TOKEN/sla-ihop", ROLE_STAFF, desk_person_merge_take,
              .fields = person_merge_fields),
    DESK("/personal/personer/TOKEN/radera", ROLE_STAFF, desk_person_erase),
    DESK_FORM("/personal/personer/TOKEN/radera", ROLE_STAFF, desk_person_erase_take,
              .fields = person_erase_fields),

    /* Associations. */
    DESK_ASKS("/personal/foreningar", ROLE_READER, associations_asks, desk_associations),
    DESK("/personal/foreningar/ny", ROLE_STAFF, desk_association_new),
    DESK_FORM("/personal/foreningar/ny", ROLE_STAFF, desk_association_new_take,
              .fields = association_fields, .check = check_association),
    DESK("/personal/foreningar/import", ROLE_STAFF, desk_associations_import),
    DESK_FORM("/personal/foreningar/import", ROLE_STAFF, desk_associations_import_take,
              .fields = import_fields, .upload = true),
    DESK_ASKS("/personal/foreningar/TOKEN", ROLE_READER, done_asks, desk_association),
    DESK("/personal/foreningar/TOKEN/andra", ROLE_STAFF, desk_association_change),
    DESK_FORM("/personal/foreningar/TOKEN/andra", ROLE_STAFF, desk_association_change_take,
              .fields = association_fields, .check = check_association),
    DESK_FORM("/personal/foreningar/TOKEN/samarbete", ROLE_STAFF, desk_cooperate_take,
              .fields = cooperation_fields, .form_path = "/personal/foreningar/TOKEN"),
    DESK_FORM("/personal/foreningar/TOKEN/samarbete-slut", ROLE_STAFF, desk_cooperate_end_take,
              .fields = cooperation_fields, .form_path = "/personal/foreningar/TOKEN"),

    /* Care units. */
    DESK_ASKS("/personal/enheter", ROLE_READER, units_asks, desk_units),
    DESK_ASKS("/personal/enheter/TOKEN", ROLE_READER, unit_asks, desk_unit),
    DESK("/personal/enheter/TOKEN/andra", ROLE_STAFF, desk_unit_change),
    DESK_FORM("/personal/enheter/TOKEN/andra", ROLE_STAFF, desk_unit_change_take,
              .fields = unit_fields),
    DESK_FORM("/personal/enheter/TOKEN/kontakt", ROLE_STAFF, desk_unit_contact_new_take,
              .fields = unit_contact_fields, .form_path = "/personal/enheter/TOKEN"),
    DESK_FORM("/personal/enheter/TOKEN/kontakt-bort", ROLE_STAFF, desk_unit_contact_off_take,
              .fields = unit_contact_off_fields, .form_path = "/personal/enheter/TOKEN"),
    DESK("/personal/enheter/TOKEN/kontakt/PART", ROLE_STAFF, desk_unit_contact),
    DESK_FORM("/personal/enheter/TOKEN/kontakt/PART", ROLE_STAFF, desk_unit_contact_take,
              .fields = unit_contact_fields),
    DESK_ASKS("/personal/enheter/TOKEN/sla-ihop", ROLE_STAFF, unit_merge_asks, desk_unit_merge),
    DESK_FORM("/personal/enheter/TOKEN/sla-ihop", ROLE_STAFF, desk_unit_merge_take,
              .fields = unit_merge_fields),

    /* Requests, and what can be done with one. */
    DESK_ASKS("/personal/forfragningar", ROLE_READER, cases_asks, desk_cases),
    DESK_ASKS("/personal/forfragningar/TOKEN", ROLE_READER, case_asks, desk_case),
    DESK_ASKS("/personal/forfragningar/TOKEN/forslag", ROLE_STAFF, matches_asks, desk_matches),
    DESK_FORM("/personal/forfragningar/TOKEN/forslag", ROLE_STAFF, desk_match_take,
              .fields = no_fields, .form_path = "/personal/forfragningar/TOKEN"),
    DESK_ASKS("/personal/forfragningar/TOKEN/PART", ROLE_STAFF, act_asks, desk_act),
    DESK_FORM("/personal/forfragningar/TOKEN/PART", ROLE_STAFF, desk_act_take,
              .fields = act_fields),
    DESK("/personal/mejl/TOKEN", ROLE_READER, desk_mail),
    DESK("/personal/mejl/TOKEN/PART", ROLE_READER, desk_mail_file),
    DESK_FORM("/personal/mejl/TOKEN/PART", ROLE_STAFF, desk_mail_take, .fields = no_fields,
              .form_path = "/personal/mejl/TOKEN"),

    /* The log. */
    DESK_ASKS("/personal/logg", ROLE_STAFF, log_asks, desk_log),

    /* Figures, and the calendar. */
    DESK_ASKS("/personal/statistik", ROLE_READER, figures_asks, desk_figures),
    DESK_ASKS("/personal/statistik/siffror.csv", ROLE_READER, figures_asks, desk_figures_csv),
    DESK_ASKS("/personal/statistik/rapport", ROLE_READER, figures_asks, desk_figures_report),
    DESK_ASKS("/personal/statistik/rapport.pdf", ROLE_READER, figures_asks, desk_figures_pdf),

    /* Letters and texts; settings. */
    DESK("/personal/brev", ROLE_READER, desk_texts),
    DESK_ASKS("/personal/brev/text", ROLE_READER, text_asks, desk_text),
    DESK_FORM("/personal/brev/text", ROLE_STAFF, desk_text_take, .fields = text_fields),
    DESK_FORM("/personal/brev/aterstall", ROLE_STAFF, desk_text_restore_take,
              .fields = text_restore_fields, .form_path = "/personal/brev/text"),
    DESK("/personal/installningar", ROLE_READER, desk_settings),
    DESK_ASKS("/personal/installningar/varde", ROLE_READER, text_asks, desk_text),
    DESK_FORM("/personal/installningar/varde", ROLE_ADMIN, desk_text_take, .fields = text_fields),
    DESK_FORM("/personal/installningar/aterstall", ROLE_ADMIN, desk_text_restore_take,
              .fields = text_restore_fields, .form_path = "/personal/installningar/varde"),
    DESK("/personal/installningar/omraden", ROLE_READER, desk_areas),
    DESK_FORM("/personal/installningar/omraden", ROLE_ADMIN, desk_area_new_take,
              .fields = area_new_fields),
    DESK_ASKS("/personal/installningar/andringar", ROLE_READER, changes_asks, desk_changes),
    DESK("/personal/installningar/personal/ny", ROLE_ADMIN, desk_staff_new),
    DESK_FORM("/personal/installningar/personal/ny", ROLE_ADMIN, desk_staff_new_take,
              .fields = staff_new_fields),
    DESK_ASKS("/personal/installningar/personal/TOKEN", ROLE_ADMIN, staff_asks, desk_staff),
    DESK_FORM("/personal/installningar/personal/TOKEN/roll", ROLE_ADMIN, desk_staff_role_take,
              .fields = staff_role_fields, .form_path = "/personal/installningar/personal/TOKEN"),
    DESK_FORM("/personal/installningar/personal/TOKEN/app", ROLE_ADMIN, desk_staff_app_take,
              .fields = no_fields, .form_path = "/personal/installningar/personal/TOKEN"),
    DESK_FORM("/personal/installningar/personal/TOKEN/losenord", ROLE_ADMIN,
              desk_staff_password_take, .fields = no_fields,
              .form_path = "/personal/installningar/personal/TOKEN"),
    DESK_FORM("/personal/installningar/personal/TOKEN/stang", ROLE_ADMIN, desk_staff_close_take,
              .fields = no_fields, .form_path = "/personal/installningar/personal/TOKEN"),
    DESK_ASKS("/personal/kalender", ROLE_READER, calendar_asks, desk_calendar),
    DESK_FORM("/personal/kalender/adress", ROLE_READER, desk_calendar_open_take,
              .fields = no_fields, .form_path = "/personal/kalender"),
    DESK_FORM("/personal/kalender/avsluta", ROLE_READER, desk_calendar_close_take,
              .fields = no_fields, .form_path = "/personal/kalender"),
    STILL("/kalender/TOKEN", page_calendar_feed),
};
const size_t web_route_count = sizeof web_routes / sizeof web_routes[0];
