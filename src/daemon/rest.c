/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * Rest: the supervisor reads and checks everything once, through all libraries, and then waits for
 * days. The pages of program text that this took lie in its memory and in nobody else's; they are
 * let go, and come back from the file one by one, should they ever be needed.
 */
#include "running.h"

#include <link.h>
#include <sys/mman.h>
#include <unistd.h>

/* Only what is never written is let go: it is the file's, byte for byte. */
static int let_go(struct dl_phdr_info *object, size_t size, void *context)
{
    (void)size;
    (void)context;
    uintptr_t page = (uintptr_t)sysconf(_SC_PAGESIZE);
    for (int i = 0; i < object->dlpi_phnum; i++) {
        const ElfW(Phdr) *part = &object->dlpi_phdr[i];
        if (part->p_type != PT_LOAD || (part->p_flags & PF_W))
            continue;
        uintptr_t from = (object->dlpi_addr + part->p_vaddr) & ~(page - 1);
        uintptr_t to = object->dlpi_addr + part->p_vaddr + part->p_memsz;
        madvise((void *)from, to - from, MADV_DONTNEED); /* what cannot be let go, stays */
    }
    return 0;
}

void daemon_rest(void)
{
    dl_iterate_phdr(let_go, NULL);
}
