# SPDX-License-Identifier: EUPL-1.2
"""Certificate authorities and certificates for tests, made with the openssl command."""

import ipaddress
import os
import subprocess


def _openssl(*arguments):
    subprocess.run(["openssl", *arguments], check=True, stdout=subprocess.DEVNULL,
                   stderr=subprocess.DEVNULL)


def make_ca(folder, name):
    """A new authority; returns (certificate, key) as paths of PEM files."""
    cert, key = os.path.join(folder, name + ".ca.pem"), os.path.join(folder, name + ".ca.key")
    _openssl("req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes",
             "-days", "2", "-subj", "/CN=" + name, "-keyout", key, "-out", cert,
             "-addext", "basicConstraints=critical,CA:TRUE",
             "-addext", "keyUsage=critical,keyCertSign")
    return cert, key


def _alternative(name):
    try:
        return "IP:%s" % ipaddress.ip_address(name)
    except ValueError:
        return "DNS:" + name


def make_cert(folder, ca, names):
    """A server's certificate for the names (and addresses), signed by ca as make_ca() gave it;
    returns (certificate, key) as paths. The certificate's file holds the authority's too."""
    stem = os.path.join(folder, "%s.%s" % (os.path.basename(ca[0])[:-7], names[0]))
    cert, key, request, extra = stem + ".pem", stem + ".key", stem + ".csr", stem + ".ext"
    _openssl("req", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes",
             "-subj", "/CN=" + names[0], "-keyout", key, "-out", request)
    with open(extra, "w", encoding="utf-8") as out:
        out.write("subjectAltName=%s\n" % ",".join(_alternative(name) for name in names))
    _openssl("x509", "-req", "-in", request, "-CA", ca[0], "-CAkey", ca[1], "-CAcreateserial",
             "-days", "2", "-extfile", extra, "-out", cert)
    with open(ca[0], encoding="utf-8") as authority, open(cert, "a", encoding="utf-8") as out:
        out.write(authority.read())
    return cert, key
