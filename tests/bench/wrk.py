# SPDX-License-Identifier: EUPL-1.2
"""wrk, and what it says: pages a second, and how long the slower ones took."""

import collections
import re
import shutil
import subprocess

Load = collections.namedtuple("Load", "rate p50 p99")  # pages a second, seconds
UNITS = {"us": 1e-6, "ms": 1e-3, "s": 1.0}

# Walks through the paths, one after the other; each thread begins elsewhere.
SCRIPT = """
local paths = {%s}
local at = 0
local threads = 0
function setup(thread) thread:set("at", threads * 7); threads = threads + 1 end
function request()
  at = at + 1
  return wrk.format("GET", paths[(at - 1) %% #paths + 1])
end
"""


def there():
    return shutil.which("wrk") is not None


def _seconds(text, share):
    found = re.search(r"^\s+%s%%\s+([0-9.]+)(us|ms|s)$" % share, text, re.M)
    return float(found.group(1)) * UNITS[found.group(2)]


def load(port, paths, folder, connections, seconds, cookie=None):
    """Asks for the paths in turn; none may fail."""
    script = folder + "/paths.lua"
    with open(script, "w", encoding="utf-8") as out:
        out.write(SCRIPT % ", ".join('"%s"' % path for path in paths))
    headers = ["-H", "Cookie: " + cookie] if cookie else []
    done = subprocess.run(["wrk", "-t", "1", "-c", str(connections), "-d", "%ds" % seconds,
                           "--latency", "--timeout", "30s", "-s", script, *headers,
                           "http://127.0.0.1:%d" % port],
                          stdout=subprocess.PIPE, check=True, text=True, timeout=seconds + 60)
    assert "Non-2xx" not in done.stdout and "Socket errors" not in done.stdout, done.stdout
    rate = float(re.search(r"Requests/sec:\s+([0-9.]+)", done.stdout).group(1))
    return Load(rate, _seconds(done.stdout, "50"), _seconds(done.stdout, "99"))
