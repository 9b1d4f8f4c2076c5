/* SPDX-License-Identifier: EUPL-1.2 */
/* What the files of net/ share: libcurl's handle behind a stream, and its errors as faults. */
#ifndef LEVANDE_NET_PRIVATE_H
#define LEVANDE_NET_PRIVATE_H

#include <curl/curl.h>

#include "base/buffer.h"
#include "net.h"

/* One libcurl handle, used for one connection and never again. */
struct curl_stream {
    struct net_stream stream; /* first: a net_stream of ours is one of these */
    CURL *handle;
    struct buffer heard;
    bool smtp;
    char error[CURL_ERROR_SIZE];
};

/* An unconnected stream with libcurl made ready; NULL when libcurl cannot start. */
struct curl_stream *curl_stream_new(bool smtp);

/*
 * Says in a fault what libcurl's code means for us. detail is libcurl's own text of it, used only
 * where it cannot name a user; last is the server's last line, which tells "later" from "no".
 */
enum outcome curl_fault(CURLcode code, const char *detail, const char *last, struct fault *f);

/* True when the process is told to end: a signal that says so is blocked, and waits. */
bool told_to_end(void);

/* What every handle of ours is set to: certificates checked, no signals, no proxy by accident, and
 * an end to waiting when the process is told to end. */
bool curl_secure(CURL *handle, const char *ca_file);

#endif
