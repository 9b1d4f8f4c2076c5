#!/bin/sh
# SPDX-License-Identifier: EUPL-1.2
# runs alone
#
# The guard of the architecture can fail: in a copy of the tree every kind of forbidden #include is
# written, one at a time, and scripts/check-arrows has to name it. The copy as it is has to pass.
set -eu
cd "$(dirname "$0")/../.."
guard=$PWD/scripts/check-arrows
tree=$(mktemp -d)
trap 'rm -rf "$tree"' EXIT
trap 'exit 1' INT TERM
status=0

# is NAME CONDITION…: tells whether the condition holds.
is()
{
    name=$1
    shift
    if "$@"; then
        echo "ok - $name"
    else
        echo "not ok - $name"
        status=1
    fi
}
passes() { "$guard" "$tree" >"$tree/said"; }
names() { ! passes && grep -qF "$1" "$tree/said"; }

# refused NAME FILE LINE TEXT: with LINE at the end of FILE the guard fails, and says TEXT.
refused()
{
    mkdir -p "$(dirname "$tree/$2")"
    [ ! -e "$tree/$2" ] || cp "$tree/$2" "$tree/kept"
    printf '%s\n' "$3" >>"$tree/$2"
    is "$1" names "$4"
    rm "$tree/$2"
    [ ! -e "$tree/kept" ] || mv "$tree/kept" "$tree/$2"
}

cp -R Makefile src include "$tree"
: >>"$tree/include/fetch.h"

is 'the tree as it is passes' passes
refused 'a module that looks up' \
    src/base/wrong.c '#include "flow.h"' 'base may not use flow'
refused 'neighbours on one level' \
    src/mime/wrong.c '#include "letters.h"' 'mime may not use letters'
refused 'a contract that looks up' \
    include/flow.h '#include "store/db.h"' 'flow may not use store'
refused 'a role that includes another' \
    src/work/wrong.c '#include "fetch.h"' 'roles never include each other'
refused 'the house below the store' \
    src/letters/wrong.c '#include "house.h"' 'letters may not use house'
refused 'a private header of another module' \
    src/lending/wrong.c '#include "../store/sql.h"' 'private to store'
refused 'a private header of a main' \
    src/levanded.c '#include "store/sql.h"' 'neither a contract nor a private header'
refused 'a header that is nowhere' \
    src/base/wrong.c '#include "nowhere.h"' 'neither a contract nor a private header'
refused 'SQLite outside the engine' \
    src/store/wrong.c '#include <sqlite3.h>' 'belongs in src/store/db/ alone'
refused 'libcurl in a second module' \
    src/send/wrong.c '#include <curl/curl.h>' 'belongs in src/net/ alone'
refused 'jansson below the letters' \
    src/settings/wrong.c '#include <jansson.h>' 'for the letters and upwards'
refused 'a library nobody has decided on' \
    src/web/wrong.c '#include <lzma.h>' 'has no place'
refused 'a pure module that opens files' \
    src/reading/wrong.c '#include <fcntl.h>' 'reading is pure: no <fcntl.h>'
refused 'a pure module that knows sockets' \
    src/flow/wrong.c '#include <sys/socket.h>' 'flow is pure: no <sys/socket.h>'
refused 'a pure module that draws secrets' \
    src/matching/wrong.c '#include "base/secret.h"' 'matching is pure: no "base/secret.h"'
refused 'a pure module that asks the clock' \
    src/flow/wrong.c 'instant now = clock_now(c);' 'flow is pure: it asks no clock'
refused 'a folder that is no module' \
    src/misc/wrong.c '#include <string.h>' 'misc is not in MODULES'
refused 'an arrow of the table that looks up' \
    Makefile 'USES_base := store' 'store stands no lower than base'
refused 'a table that lets one role use another' \
    Makefile 'USES_send := fetch' 'fetch is a role too'
exit $status
