#!/bin/sh
# SPDX-License-Identifier: EUPL-1.2
# runs alone
#
# The runner of the tests cannot be fooled: in a tree of its own it is given programs that pass,
# fail, skip, crash, hang, say nothing or end badly without a word, and has to count each.
set -eu
cd "$(dirname "$0")/../.."
tree=$(mktemp -d)
trap 'rm -rf "$tree"' EXIT
trap 'exit 1' INT TERM
status=0
mkdir -p "$tree/scripts" "$tree/tests/unit" "$tree/tests/system" "$tree/build/san/tests/unit"
cp scripts/run-tests "$tree/scripts"
unset LEVANDE_BIN

# program FILE TEXT…: a shell script of these lines.
program()
{
    file=$tree/$1
    shift
    printf '%s\n' '#!/bin/sh' "$@" >"$file"
    chmod 755 "$file"
}
# unit NAME TEXT…: a unit test and its source.
unit()
{
    : >"$tree/tests/unit/$1.c"
    name=$1
    shift
    program "build/san/tests/unit/$name" "$@"
}
run() { "$tree/scripts/run-tests" "$@" >"$tree/said" 2>&1 && code=0 || code=$?; }
# is NAME CODE LAST: the run ended with this code, and this was its last line.
is()
{
    if [ "$code" -eq "$2" ] && [ "$(tail -n 1 "$tree/said")" = "$3" ]; then
        echo "ok - $1"
    else
        echo "not ok - $1: exit $code"
        sed 's/^/    /' "$tree/said"
        status=1
    fi
}
# shows NAME TEXT: the run said this.
shows()
{
    if grep -qF "$2" "$tree/said"; then
        echo "ok - $1"
    else
        echo "not ok - $1"
        status=1
    fi
}

printf '%s\n' 'all unit-programs:' '	@test ! -e warn || echo "x.c:1: warning: odd" >&2' \
    >"$tree/Makefile"
program scripts/lint 'echo "ok - a convention"'
program tests/system/good.sh 'echo "ok - one"; echo "skip - two: no server"'
unit good 'echo "[       OK ] a"; echo "[       OK ] b"'
run
is 'all is well: builds, conventions, tests' 0 '6 passed, 0 failed, 1 skipped'

unit bad 'echo "[       OK ] a"; echo "[  FAILED  ] 2 test(s), listed below:" >&2' \
    'echo "[  FAILED  ] b" >&2; echo "[  FAILED  ] c" >&2; exit 2'
run
is 'tests that cmocka says failed' 1 '7 passed, 2 failed, 1 skipped'
shows 'the log of what failed' '[  FAILED  ] c'
unit bad 'echo "[       OK ] a"; kill -SEGV $$'
run
is 'a crash after a test that passed' 1 '7 passed, 1 failed, 1 skipped'
unit bad 'exit 0'
run
is 'a program without a test' 1 '6 passed, 1 failed, 1 skipped'
unit bad 'echo "[       OK ] a"; exit 23'
run
is 'a leak that is found at the end' 1 '7 passed, 1 failed, 1 skipped'
rm "$tree/build/san/tests/unit/bad"
run
is 'a program that was not built' 1 '6 passed, 1 failed, 1 skipped'
rm "$tree/tests/unit/bad.c"

program tests/system/hangs.sh '# time limit: 1 s' 'echo "ok - before"; sleep 60 & sleep 60'
run system
is 'a test that hangs' 1 '3 passed, 1 failed, 1 skipped'
shows 'why it was stopped' 'stopped after 1 seconds'
program tests/system/hangs.sh 'echo "not ok - three"'
run system
is 'a failure that the exit code keeps silent about' 1 '2 passed, 1 failed, 1 skipped'
rm "$tree/tests/system/hangs.sh"

: >"$tree/warn"
run
is 'a warning of the compiler' 1 '4 passed, 2 failed, 1 skipped'
rm "$tree/warn"
program scripts/lint 'echo "not ok - a convention"; exit 1'
run lint
is 'a broken convention' 1 '1 passed, 1 failed'
exit $status
