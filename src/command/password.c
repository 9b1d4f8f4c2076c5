/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * Asking for a new password. While the echo is off, signals wait, so that no terminal is left
 * without its echo.
 */
#include "password.h"

#include <signal.h>
#include <stdbool.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#include "base/text.h"
#include "lending/staff.h"

/* One line without its end; false at the end of the input or when it is too long. */
static bool read_line(FILE *in, char *line)
{
    if (!fgets(line, PASSWORD_BYTES, in))
        return false;
    size_t len = strlen(line);
    if (len + 1 == PASSWORD_BYTES && line[len - 1] != '\n')
        return false;
    line[strcspn(line, "\r\n")] = '\0';
    return true;
}

static bool read_unseen(FILE *in, const char *question, char *line)
{
    int fd = fileno(in);
    struct termios before, silent;
    sigset_t all, mask;
    if (tcgetattr(fd, &before) != 0)
        return false;
    sigfillset(&all);
    sigprocmask(SIG_BLOCK, &all, &mask);
    silent = before;
    silent.c_lflag &= ~(tcflag_t)ECHO;
    tcsetattr(fd, TCSAFLUSH, &silent);
    fputs(question, stderr);
    bool got = read_line(in, line);
    fputc('\n', stderr);
    tcsetattr(fd, TCSAFLUSH, &before);
    sigprocmask(SIG_SETMASK, &mask, NULL);
    return got;
}

static enum outcome check(const char *password, struct fault *f)
{
    if (!text_is_utf8(password, strlen(password)))
        return fault_set(f, NEVER, EXIT_DATA, "the password is not UTF-8");
    if (text_length(password) < PASSWORD_LEAST)
        return fault_set(f, NEVER, EXIT_DATA, "the password needs at least %d characters",
                         PASSWORD_LEAST);
    return DONE;
}

enum outcome password_ask(FILE *in, char password[PASSWORD_BYTES], struct fault *f)
{
    bool terminal = isatty(fileno(in)) == 1;
    if (!(terminal ? read_unseen(in, "Lösenord: ", password) : read_line(in, password)))
        return fault_set(f, NEVER, EXIT_DATA, "expected a password, one line on standard input");
    enum outcome o = check(password, f);
    if (o != DONE || !terminal)
        return o;
    char again[PASSWORD_BYTES];
    bool same = read_unseen(in, "Lösenordet en gång till: ", again) && strcmp(password, again) == 0;
    explicit_bzero(again, sizeof again);
    return same ? DONE : fault_set(f, NEVER, EXIT_DATA, "the two passwords differ");
}
