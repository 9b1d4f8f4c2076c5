/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * What libmicrohttpd can do at most: serves the bytes of one file, from memory, on 127.0.0.1.
 *
 *     bare_page PORT FILE
 *
 * One thread and epoll, as in the role `web`, and a content type; nothing else is looked at, made
 * or asked for. It ends with its standard input.
 */
#include <arpa/inet.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <microhttpd.h>

enum { PAGE_MAX = 1 << 20 };

static enum MHD_Result handle(void *context, struct MHD_Connection *connection, const char *url,
                              const char *method, const char *version, const char *upload,
                              size_t *upload_size, void **seen)
{
    (void)url, (void)method, (void)version, (void)upload, (void)upload_size;
    if (!*seen) {
        *seen = context;
        return MHD_YES;
    }
    return MHD_queue_response(connection, MHD_HTTP_OK, context);
}

int main(int argc, char **argv)
{
    static char page[PAGE_MAX];
    FILE *file = argc == 3 ? fopen(argv[2], "rb") : NULL;
    if (!file)
        return 64;
    size_t len = fread(page, 1, sizeof page, file);
    fclose(file);
    struct MHD_Response *response =
        MHD_create_response_from_buffer(len, page, MHD_RESPMEM_PERSISTENT);
    MHD_add_response_header(response, "Content-Type", "text/html; charset=utf-8");
    struct sockaddr_in at = {.sin_family = AF_INET,
                             .sin_port = htons((in_port_t)atoi(argv[1])),
                             .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    struct MHD_Daemon *daemon =
        MHD_start_daemon(MHD_USE_EPOLL_INTERNAL_THREAD, 0, NULL, NULL, handle, response,
                         MHD_OPTION_SOCK_ADDR, (struct sockaddr *)&at, MHD_OPTION_END);
    if (!daemon)
        return 69;
    char byte;
    while (read(STDIN_FILENO, &byte, 1) > 0)
        continue;
    MHD_stop_daemon(daemon);
    MHD_destroy_response(response);
    return 0;
}
