/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * The TLS context that libesmtp gets instead of its own.
 *
 * Its own is freed under its feet, checks the certificate against the name that the DNS gives
 * instead of the configured one, and knows no addresses in certificates. Ours: TLS 1.2 exactly (its
 * loop deadlocks with a session ticket of TLS 1.3), chain and configured name or address checked by
 * OpenSSL itself, the name sent (SNI), and a refusal when anything was injected behind STARTTLS.
 */
#include <arpa/inet.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>

#include "esmtp.h"

static bool is_number(const char *host)
{
    unsigned char bytes[16];
    return inet_pton(AF_INET, host, bytes) == 1 || inet_pton(AF_INET6, host, bytes) == 1;
}

static struct tls_session *session_of(SSL *ssl)
{
    return SSL_CTX_get_app_data(SSL_get_SSL_CTX(ssl));
}

/* Called for each certificate of the chain: the last word on the handshake. */
static int verify(int ok, X509_STORE_CTX *store)
{
    SSL *ssl = X509_STORE_CTX_get_ex_data(store, SSL_get_ex_data_X509_STORE_CTX_idx());
    struct tls_session *s = session_of(ssl);
    if (!s || s->monitor->injected)
        return 0;
    if (!ok)
        s->fault = X509_verify_cert_error_string(X509_STORE_CTX_get_error(store));
    return ok;
}

static void progress(const SSL *constant, int where, int ret)
{
    (void)ret;
    SSL *ssl = (SSL *)(uintptr_t)constant; /* OpenSSL gives this one callback a const pointer */
    struct tls_session *s = session_of(ssl);
    if (!s)
        return;
    if ((where & SSL_CB_HANDSHAKE_START) && !is_number(s->host))
        SSL_set_tlsext_host_name(ssl, s->host);
    if (where & SSL_CB_HANDSHAKE_DONE)
        s->monitor->secured = !s->monitor->injected;
}

static bool check_name(SSL_CTX *ctx, const char *host)
{
    X509_VERIFY_PARAM *param = SSL_CTX_get0_param(ctx);
    X509_VERIFY_PARAM_set_hostflags(param, X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS);
    if (is_number(host))
        return X509_VERIFY_PARAM_set1_ip_asc(param, host) == 1;
    return X509_VERIFY_PARAM_set1_host(param, host, 0) == 1;
}

static bool trust(SSL_CTX *ctx, const char *ca_file)
{
    if (ca_file)
        return SSL_CTX_load_verify_locations(ctx, ca_file, NULL) == 1;
    return SSL_CTX_set_default_verify_paths(ctx) == 1;
}

enum outcome tls_context_new(const struct mail_server *server, tls_context **out, struct fault *f)
{
    SSL_CTX *ctx = SSL_CTX_new(TLS_client_method());
    if (!ctx)
        return fault_set(f, AGAIN, EXIT_TRY_AGAIN, "no memory for TLS");
    SSL_CTX_set_min_proto_version(ctx, TLS1_2_VERSION);
    SSL_CTX_set_max_proto_version(ctx, TLS1_2_VERSION);
    SSL_CTX_set_session_cache_mode(ctx, SSL_SESS_CACHE_OFF);
    SSL_CTX_set_options(ctx, SSL_OP_NO_RENEGOTIATION);
    SSL_CTX_set_verify(ctx, SSL_VERIFY_PEER, verify);
    SSL_CTX_set_info_callback(ctx, progress);
    if (!trust(ctx, server->ca_file) || !check_name(ctx, server->host)) {
        SSL_CTX_free(ctx);
        ERR_clear_error();
        return fault_set(f, NEVER, EXIT_CONFIG, "the certificates of [send] ca_file can't be read");
    }
    *out = ctx;
    return DONE;
}

void tls_context_use(tls_context *ctx, struct tls_session *session)
{
    SSL_CTX_set_app_data(ctx, session);
}

void tls_context_free(tls_context **ctx)
{
    SSL_CTX_free(*ctx);
    *ctx = NULL;
}
