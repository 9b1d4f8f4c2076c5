#!/bin/sh
# SPDX-License-Identifier: EUPL-1.2
# runs alone
#
# make install: into a folder of the test's own, with PREFIX, DESTDIR and SYSCONFDIR. What is
# installed has to work as it lies there: the configuration is found to be without fault once its
# four keys are filled in, the unit starts the program that is there, and a second installation
# leaves the configuration alone.
set -eu
cd "$(dirname "$0")/../.."
root=$(mktemp -d)
trap 'rm -rf "$root"' EXIT
trap 'exit 1' INT TERM
status=0
prefix=$root/usr
etc=$root/etc
ini=$etc/levande/levande.ini

# is NAME COMMAND…: tells whether the command succeeds.
is()
{
    name=$1
    shift
    if "$@" >"$root/said" 2>&1; then
        echo "ok - $name"
    else
        echo "not ok - $name"
        sed 's/^/    /' "$root/said"
        status=1
    fi
}
install_it() { make -s install "PREFIX=$prefix" "SYSCONFDIR=$etc"; }
there() { for file; do test -s "$prefix/$file" || { echo "no $file"; return 1; }; done; }
unit_fits()
{
    grep -qx "ExecStart=$prefix/bin/levanded -c $ini" \
        "$prefix/lib/systemd/system/levande.service"
}
fill_in()
{
    sed -i -e 's|^;address = .*|address = levande@example.org|' \
        -e 's|^;base_url = .*|base_url = http://127.0.0.1:8080|' \
        -e "s|^;source = .*|source = maildir:$root/in|" \
        -e "s|^;target = .*|target = maildir:$root/out|" \
        -e "s|^;url = .*|url = sqlite:$root/levande.db|" "$ini"
}
# The check and a command, from a folder that holds nothing.
checks() (cd "$root" && "$prefix/bin/levanded" -c "$ini" --check)
lists() (cd "$root" && "$prefix/bin/levande" -c "$ini" --json request list)
kept() { install_it && grep -qx 'address = levande@example.org' "$ini"; }
moved()
{
    make -s install "DESTDIR=$root/package" && test -x "$root/package/usr/local/bin/levanded"
}

is 'make install' install_it
is 'programs, man pages, letters, pages and areas are there' there bin/levanded bin/levande \
    share/man/man8/levanded.8 share/man/man1/levande.1 share/man/man5/levande.ini.5 \
    share/levande/areas.ini share/levande/letters/sv/acknowledgement.md \
    share/levande/pages/home.html
is 'the unit starts what is installed' unit_fits
is 'the configuration as it comes is refused: four keys are missing' sh -c \
    "! '$prefix/bin/levanded' -c '$ini' --check"
fill_in
is 'filled in, it is without fault wherever one stands' checks
is 'the command opens the book' lists
is 'a second installation leaves the configuration alone' kept
is 'DESTDIR goes before the prefix' moved
exit $status
