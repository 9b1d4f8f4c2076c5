/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * The fence around system calls: seccomp, by libseccomp.
 *
 * It names what is denied and leaves the rest. A list of what is left would be narrower, and would
 * have to follow every version of the C library and of a dozen others: the day that one of them
 * makes a new call, the library of living books would stand still. What an attacker is after stands
 * here all the same: to run a program, to look into or signal another process, to open a way out
 * from the two roles that have none, to mount, load or reconfigure anything, to make memory that is
 * both written and run. (systemd's unit lays a list of what is left over this one.)
 *
 * What no honest code of ours calls ends the process, so that the supervisor tells of it (code=159)
 * and the kernel logs the call. What a library might try in passing is refused, as on a system
 * where it is forbidden or lacking. A build with sanitizers keeps what they take to look for leaks
 * at the end: a thread of their own that traces the others.
 */
#include "cage.h"

#include <errno.h>
#include <sched.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/shm.h>
#include <sys/socket.h>
#include <unistd.h>

#include <seccomp.h>

/* ---- What ends the process ---- */

static const int deadly[] = {
    SCMP_SYS(execve), SCMP_SYS(execveat),
#ifndef __SANITIZE_ADDRESS__
    SCMP_SYS(ptrace), SCMP_SYS(process_vm_readv),
#endif
    SCMP_SYS(process_vm_writev), SCMP_SYS(pidfd_getfd), SCMP_SYS(kcmp),
    /* The tree of files, and rooms beside it. */
    SCMP_SYS(mount), SCMP_SYS(umount2), SCMP_SYS(pivot_root), SCMP_SYS(chroot),
    SCMP_SYS(move_mount), SCMP_SYS(open_tree), SCMP_SYS(fsopen), SCMP_SYS(fsconfig),
    SCMP_SYS(fsmount), SCMP_SYS(fspick), SCMP_SYS(mount_setattr), SCMP_SYS(unshare),
    SCMP_SYS(setns), SCMP_SYS(open_by_handle_at), SCMP_SYS(swapon), SCMP_SYS(swapoff),
    SCMP_SYS(quotactl), SCMP_SYS(acct),
    /* The kernel itself, and its clock. */
    SCMP_SYS(init_module), SCMP_SYS(finit_module), SCMP_SYS(delete_module), SCMP_SYS(kexec_load),
    SCMP_SYS(kexec_file_load), SCMP_SYS(bpf), SCMP_SYS(perf_event_open), SCMP_SYS(userfaultfd),
    SCMP_SYS(reboot), SCMP_SYS(settimeofday), SCMP_SYS(clock_settime), SCMP_SYS(sethostname),
    SCMP_SYS(setdomainname), SCMP_SYS(iopl), SCMP_SYS(ioperm), SCMP_SYS(modify_ldt),
    SCMP_SYS(syslog), SCMP_SYS(vhangup), SCMP_SYS(fanotify_init)};

/* ---- What is refused ---- */

/* Other ways in than those that are watched here, and what changes who one is. */
static const int refused[] = {SCMP_SYS(io_uring_setup),
                              SCMP_SYS(io_uring_enter),
                              SCMP_SYS(io_uring_register),
                              SCMP_SYS(add_key),
                              SCMP_SYS(request_key),
                              SCMP_SYS(keyctl),
                              SCMP_SYS(personality),
                              SCMP_SYS(name_to_handle_at),
                              SCMP_SYS(memfd_create),
                              SCMP_SYS(mknod),
                              SCMP_SYS(mknodat),
                              SCMP_SYS(setuid),
                              SCMP_SYS(setgid),
                              SCMP_SYS(setreuid),
                              SCMP_SYS(setregid),
                              SCMP_SYS(setresuid),
                              SCMP_SYS(setresgid),
                              SCMP_SYS(setgroups),
                              SCMP_SYS(setfsuid),
                              SCMP_SYS(setfsgid),
                              SCMP_SYS(capset),
                              SCMP_SYS(adjtimex),
                              SCMP_SYS(clock_adjtime),
                              SCMP_SYS(kill),
                              SCMP_SYS(tkill),
                              SCMP_SYS(rt_sigqueueinfo),
                              SCMP_SYS(rt_tgsigqueueinfo),
                              SCMP_SYS(pidfd_open),
                              SCMP_SYS(pidfd_send_signal),
                              SCMP_SYS(fork),
                              SCMP_SYS(vfork),
                              SCMP_SYS(listen)};

/* Ways out, for those that have none. */
static const int outward[] = {SCMP_SYS(socket), SCMP_SYS(connect), SCMP_SYS(bind)};

/* Calls in a table are all answered alike. */
static int answer(scmp_filter_ctx c, uint32_t how, const int *calls, size_t count)
{
    int rc = 0;
    for (size_t i = 0; rc == 0 && i < count; i++)
        rc = seccomp_rule_add(c, how, calls[i], 0);
    return rc;
}

#define ANSWER(c, how, calls) answer(c, how, calls, sizeof(calls) / sizeof(calls)[0])

/* One call, when one of its arguments is so. */
static int answer_when(scmp_filter_ctx c, int error, int call, struct scmp_arg_cmp argument)
{
    return seccomp_rule_add(c, SCMP_ACT_ERRNO((uint32_t)error), call, 1, argument);
}

/* A thread is no process: a library may start one, to look up a name. */
static int refuse_processes(scmp_filter_ctx c)
{
#ifdef __SANITIZE_ADDRESS__
    (void)c;
    return 0;
#else
    int rc = seccomp_rule_add(c, SCMP_ACT_ERRNO(ENOSYS), SCMP_SYS(clone3), 0); /* then: clone */
    return rc != 0 ? rc
                   : answer_when(c, EPERM, SCMP_SYS(clone),
                                 SCMP_A0(SCMP_CMP_MASKED_EQ, CLONE_THREAD, 0));
#endif
}

static int refuse_signals_to_others(scmp_filter_ctx c)
{
    return answer_when(c, EPERM, SCMP_SYS(tgkill), SCMP_A0(SCMP_CMP_NE, (scmp_datum_t)getpid()));
}

/* Memory is written or run, never both. */
static int refuse_made_code(scmp_filter_ctx c)
{
    static const scmp_datum_t both = PROT_WRITE | PROT_EXEC;
    int rc = answer_when(c, EPERM, SCMP_SYS(mmap), SCMP_A2(SCMP_CMP_MASKED_EQ, both, both));
    if (rc == 0)
        rc = answer_when(c, EPERM, SCMP_SYS(mprotect),
                         SCMP_A2(SCMP_CMP_MASKED_EQ, PROT_EXEC, PROT_EXEC));
    if (rc == 0)
        rc = answer_when(c, EPERM, SCMP_SYS(pkey_mprotect),
                         SCMP_A2(SCMP_CMP_MASKED_EQ, PROT_EXEC, PROT_EXEC));
    return rc != 0 ? rc
                   : answer_when(c, EPERM, SCMP_SYS(shmat),
                                 SCMP_A2(SCMP_CMP_MASKED_EQ, SHM_EXEC, SHM_EXEC));
}

/* Mail goes over the internet; names are looked up by a socket of the system's, or its tables. */
static int refuse_strange_networks(scmp_filter_ctx c)
{
    int rc = answer_when(c, EAFNOSUPPORT, SCMP_SYS(socket), SCMP_A0(SCMP_CMP_GT, AF_NETLINK));
    for (int family = 0; rc == 0 && family < AF_NETLINK; family++)
        if (family != AF_UNIX && family != AF_INET && family != AF_INET6)
            rc = answer_when(c, EAFNOSUPPORT, SCMP_SYS(socket),
                             SCMP_A0(SCMP_CMP_EQ, (scmp_datum_t)family));
    return rc;
}

static int deny(scmp_filter_ctx c, const struct cage *cage)
{
    int rc = seccomp_attr_set(c, SCMP_FLTATR_ACT_BADARCH, SCMP_ACT_KILL_PROCESS);
    if (rc == 0)
        rc = ANSWER(c, SCMP_ACT_KILL_PROCESS, deadly);
    if (rc == 0)
        rc = ANSWER(c, SCMP_ACT_ERRNO(EPERM), refused);
    if (rc == 0)
        rc = refuse_processes(c);
    if (rc == 0)
        rc = refuse_signals_to_others(c);
    if (rc == 0)
        rc = refuse_made_code(c);
    if (rc != 0)
        return rc;
    return cage->network ? refuse_strange_networks(c) : ANSWER(c, SCMP_ACT_ERRNO(EACCES), outward);
}

enum outcome cage_calls(const struct cage *cage, struct fault *f)
{
    scmp_filter_ctx c = seccomp_init(SCMP_ACT_ALLOW);
    int rc = c ? deny(c, cage) : -ENOMEM;
    if (rc == 0)
        rc = seccomp_load(c);
    seccomp_release(c);
    return rc == 0 ? DONE : fault_set(f, AGAIN, EXIT_UNAVAILABLE, "seccomp: %s", strerror(-rc));
}
