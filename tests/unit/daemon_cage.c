/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * Attempts to break out: each is made by a process of its own, whose role has closed its cage. What
 * the role lives by must still go; what it could be captured for must not.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <arpa/inet.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/ptrace.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "running.h"

/* What an attempt comes to: it went, or errno; over KILLED the signal that ended it. */
enum { WENT = 0, KILLED = 1000, NO_CAGE = 250 };

struct place {
    char folder[64], book[96], mail[96], secret[96], beside[64];
    bool files, calls; /* this kernel has the fence */
};

typedef int attempt(const struct place *p);

static int told(long result)
{
    return result < 0 ? errno : WENT;
}

/* ---- The process in the cage ---- */

static int attempt_as(const struct place *p, const struct role *role, attempt *what)
{
    struct settings s = {.database.path = p->book,
                         .fetch.server = {.path = p->mail, .password_file = p->secret},
                         .send.server = {.host = "smtp.example.org", .password_file = p->secret}};
    struct running r = {.role = role, .house.settings = &s};
    struct fault f;
    fflush(NULL);
    pid_t pid = fork();
    if (pid == 0) {
        setvbuf(stderr, NULL, _IONBF, 0);
        _exit(running_cage(&r, 1, &f) == DONE ? what(p) : NO_CAGE);
    }
    int status = 0;
    assert_int_equal(waitpid(pid, &status, 0), pid);
    return WIFEXITED(status) ? WEXITSTATUS(status) : KILLED + WTERMSIG(status);
}

static const struct role *const roles[] = {&fetch_role, &work_role, &send_role, &web_role};

static void all_get(const struct place *p, attempt *what, int expected)
{
    for (size_t i = 0; i < sizeof roles / sizeof roles[0]; i++)
        if (attempt_as(p, roles[i], what) != expected)
            fail_msg("%s: %d, not %d", roles[i]->name, attempt_as(p, roles[i], what), expected);
}

/* ---- Files ---- */

static int write_at(const char *path)
{
    int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0600);
    return fd >= 0 && write(fd, "x", 1) == 1 && close(fd) == 0 ? WENT : errno;
}

static int read_at(const char *path)
{
    char byte;
    int fd = open(path, O_RDONLY);
    return told(fd < 0 ? -1 : read(fd, &byte, 1));
}

static int live_beside_the_book(const struct place *p)
{
    char from[128], to[128];
    snprintf(from, sizeof from, "%s/book/new", p->folder);
    snprintf(to, sizeof to, "%s/book/kept", p->folder);
    return write_at(from) == WENT && rename(from, to) == 0 && truncate(to, 0) == 0 &&
                   unlink(to) == 0 && read_at(p->book) == WENT
               ? WENT
               : errno;
}

static int move_a_mail(const struct place *p)
{
    char from[128], to[128];
    snprintf(from, sizeof from, "%s/new/mail", p->mail);
    snprintf(to, sizeof to, "%s/cur/mail", p->mail);
    return write_at(from) == WENT && rename(from, to) == 0 && rename(to, from) == 0 ? WENT : errno;
}

static int read_accounts(const struct place *p)
{
    (void)p;
    return read_at("/etc/passwd");
}

static int read_around(const struct place *p)
{
    (void)p;
    return read_at("/proc/self/root/etc/passwd");
}

static int read_secret(const struct place *p)
{
    return read_at(p->secret);
}

static int write_outside(const struct place *p)
{
    char path[128];
    snprintf(path, sizeof path, "%s/x", p->beside);
    return write_at(path);
}

static int link_outwards(const struct place *p)
{
    char path[128];
    snprintf(path, sizeof path, "%s/book/link", p->folder);
    return told(symlink("/etc/passwd", path));
}

static int read_what_a_library_reads(const struct place *p)
{
    (void)p;
    DIR *fonts = opendir("/usr/share");
    int at = open("/dev/null", O_RDWR);
    return fonts && at >= 0 && closedir(fonts) == 0 && read_at("/dev/urandom") == WENT ? WENT
                                                                                       : errno;
}

static void files_are_fenced(void **state)
{
    const struct place *p = *state;
    all_get(p, live_beside_the_book, WENT);
    all_get(p, read_what_a_library_reads, WENT);
    assert_int_equal(attempt_as(p, &fetch_role, move_a_mail), WENT);
    assert_int_equal(attempt_as(p, &fetch_role, read_secret), WENT);
    assert_int_equal(attempt_as(p, &send_role, read_secret), WENT);
    if (!p->files)
        skip();
    all_get(p, write_outside, EACCES);
    all_get(p, link_outwards, EACCES);
    assert_int_equal(attempt_as(p, &web_role, read_accounts), EACCES);
    assert_int_equal(attempt_as(p, &work_role, read_accounts), EACCES);
    assert_int_equal(attempt_as(p, &web_role, read_around), EACCES);
    assert_int_equal(attempt_as(p, &web_role, read_secret), EACCES);
    assert_int_equal(attempt_as(p, &work_role, read_secret), EACCES);
    assert_int_equal(attempt_as(p, &web_role, move_a_mail), EACCES);
    assert_int_equal(attempt_as(p, &send_role, move_a_mail), EACCES);
}

/* ---- Networks ---- */

static int open_socket(const struct place *p)
{
    (void)p;
    return told(socket(AF_INET, SOCK_STREAM, 0));
}

static int open_local_socket(const struct place *p)
{
    (void)p;
    return told(socket(AF_UNIX, SOCK_STREAM, 0));
}

static int open_raw_socket(const struct place *p)
{
    (void)p;
    return told(socket(AF_PACKET, SOCK_RAW, 0));
}

static int open_wide_family(const struct place *p)
{
    (void)p;
    return told(syscall(SYS_socket, (INT64_C(1) << 32) | AF_PACKET, SOCK_RAW, 0));
}

/* Refused by whoever is not there, and not by the cage. */
static int connect_out(const struct place *p)
{
    (void)p;
    int fd = socket(AF_INET, SOCK_STREAM, 0);
    struct sockaddr_in to = {.sin_family = AF_INET, .sin_port = htons(1)};
    to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    return told(connect(fd, (struct sockaddr *)&to, sizeof to));
}

static int serve(const struct place *p)
{
    (void)p;
    return told(listen(socket(AF_INET, SOCK_STREAM, 0), 1));
}

static void networks_are_fenced(void **state)
{
    const struct place *p = *state;
    assert_int_equal(attempt_as(p, &fetch_role, connect_out), ECONNREFUSED);
    assert_int_equal(attempt_as(p, &send_role, connect_out), ECONNREFUSED);
    if (!p->calls)
        skip();
    assert_int_equal(attempt_as(p, &web_role, open_socket), EACCES);
    assert_int_equal(attempt_as(p, &work_role, open_socket), EACCES);
    assert_int_equal(attempt_as(p, &web_role, open_local_socket), EACCES);
    assert_int_equal(attempt_as(p, &fetch_role, open_raw_socket), EAFNOSUPPORT);
    assert_int_equal(attempt_as(p, &send_role, open_wide_family), EAFNOSUPPORT);
    assert_int_equal(attempt_as(p, &fetch_role, serve), EPERM);
    assert_int_equal(attempt_as(p, &send_role, serve), EPERM);
}

/* ---- Processes and memory ---- */

static int run_a_program(const struct place *p)
{
    (void)p;
    char *const words[] = {"/bin/true", NULL};
    return told(execve(words[0], words, words + 1));
}

static int mount_something(const struct place *p)
{
    return told(mount("none", p->folder, "tmpfs", 0, NULL));
}

static int leave_the_rooms(const struct place *p)
{
    (void)p;
    return told(unshare(CLONE_NEWUSER));
}

static int use_another_language(const struct place *p)
{
    (void)p;
    return told(syscall(0x40000000 | SYS_getpid)); /* of the x32 kind, past every number here */
}

#ifndef __SANITIZE_ADDRESS__
static int trace_parent(const struct place *p)
{
    (void)p;
    return told(ptrace(PTRACE_ATTACH, getppid(), NULL, NULL));
}

static int make_a_process(const struct place *p)
{
    (void)p;
    return told(fork());
}
#endif

static int signal_parent(const struct place *p)
{
    (void)p;
    return told(kill(getppid(), 0));
}

static int signal_parents_thread(const struct place *p)
{
    (void)p;
    return told(syscall(SYS_tgkill, getppid(), getppid(), 0));
}

static int make_code(const struct place *p)
{
    (void)p;
    void *at =
        mmap(NULL, 4096, PROT_READ | PROT_WRITE | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    return told(at == MAP_FAILED ? -1 : 0);
}

static int make_code_later(const struct place *p)
{
    (void)p;
    void *at = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    return told(mprotect(at, 4096, PROT_READ | PROT_EXEC));
}

static void *no_work(void *context)
{
    return context;
}

static int start_a_thread(const struct place *p)
{
    (void)p;
    pthread_t thread;
    int rc = pthread_create(&thread, NULL, no_work, NULL);
    return rc == 0 ? pthread_join(thread, NULL) : rc;
}

static int end_oneself(const struct place *p)
{
    (void)p;
    signal(SIGABRT, SIG_DFL);
    raise(SIGABRT);
    return WENT;
}

static void processes_are_fenced(void **state)
{
    const struct place *p = *state;
    all_get(p, start_a_thread, WENT);
    all_get(p, end_oneself, KILLED + SIGABRT);
    if (!p->calls)
        skip();
    all_get(p, run_a_program, KILLED + SIGSYS);
    all_get(p, mount_something, KILLED + SIGSYS);
    all_get(p, leave_the_rooms, KILLED + SIGSYS);
#ifdef __x86_64__
    all_get(p, use_another_language, KILLED + SIGSYS);
#else
    (void)use_another_language;
#endif
#ifndef __SANITIZE_ADDRESS__
    all_get(p, trace_parent, KILLED + SIGSYS);
    all_get(p, make_a_process, EPERM);
#endif
    all_get(p, signal_parent, EPERM);
    all_get(p, signal_parents_thread, EPERM);
    all_get(p, make_code, EPERM);
    all_get(p, make_code_later, EPERM);
}

/* What is run to the end in one process keeps what each of its roles needs, and no more. */
static void one_cage_for_several(void **state)
{
    const struct place *p = *state;
    struct settings s = {.database.path = p->book,
                         .fetch.server = {.path = p->mail},
                         .send.server = {.host = "smtp.example.org", .password_file = p->secret}};
    struct running crew[] = {{.role = &fetch_role, .house.settings = &s},
                             {.role = &work_role, .house.settings = &s},
                             {.role = &send_role, .house.settings = &s}};
    fflush(NULL);
    pid_t pid = fork();
    if (pid == 0) {
        struct fault f;
        bool good = running_cage(crew, 3, &f) == DONE && move_a_mail(p) == WENT &&
                    read_secret(p) == WENT && connect_out(p) == ECONNREFUSED &&
                    (!p->files || write_outside(p) == EACCES);
        _exit(good ? 0 : 1);
    }
    int status = 0;
    assert_int_equal(waitpid(pid, &status, 0), pid);
    assert_true(WIFEXITED(status));
    assert_int_equal(WEXITSTATUS(status), 0);
}

/* ---- The place ---- */

static void make_folder(const char *path)
{
    assert_int_equal(mkdir(path, 0700), 0);
}

static int set_up(void **state)
{
    struct place *p = calloc(1, sizeof *p);
    strcpy(p->folder, "/tmp/levande-cage-XXXXXX");
    strcpy(p->beside, "/tmp/levande-beside-XXXXXX");
    assert_non_null(mkdtemp(p->folder));
    assert_non_null(mkdtemp(p->beside));
    char way[128];
    snprintf(way, sizeof way, "%s/book", p->folder);
    make_folder(way);
    snprintf(p->book, sizeof p->book, "%s/book/levande.db", p->folder);
    assert_int_equal(write_at(p->book), WENT);
    snprintf(p->mail, sizeof p->mail, "%s/mail", p->folder);
    make_folder(p->mail);
    snprintf(way, sizeof way, "%s/new", p->mail);
    make_folder(way);
    snprintf(way, sizeof way, "%s/cur", p->mail);
    make_folder(way);
    snprintf(way, sizeof way, "%s/secrets", p->folder);
    make_folder(way);
    snprintf(p->secret, sizeof p->secret, "%s/secrets/password", p->folder);
    assert_int_equal(write_at(p->secret), WENT);
    p->files = syscall(SYS_landlock_create_ruleset, NULL, 0, 1) >= 2;
    p->calls = syscall(SYS_seccomp, 1, 1, NULL) < 0 && errno == EFAULT;
    *state = p;
    return 0;
}

static int tear_down(void **state)
{
    struct place *p = *state;
    static const char *const made[] = {
        "book/levande.db", "mail/new/mail", "secrets/password", "book", "mail/new",
        "mail/cur",        "mail",          "secrets",          ""};
    char path[128];
    for (size_t i = 0; i < sizeof made / sizeof made[0]; i++) {
        snprintf(path, sizeof path, "%s/%s", p->folder, made[i]);
        remove(path);
    }
    rmdir(p->beside);
    free(p);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(files_are_fenced),
        cmocka_unit_test(networks_are_fenced),
        cmocka_unit_test(processes_are_fenced),
        cmocka_unit_test(one_cage_for_several),
    };
    return cmocka_run_group_tests_name("daemon_cage", tests, set_up, tear_down);
}
