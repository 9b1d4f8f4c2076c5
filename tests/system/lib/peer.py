# SPDX-License-Identifier: EUPL-1.2
"""tests/peers/smtp-peer, led from a test."""

import json
import os
import subprocess
import sys

PEER = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "peers", "smtp-peer")


class Peer:
    def __init__(self, cert=None):
        arguments = ["--cert", cert[0], "--key", cert[1]] if cert else []
        self.process = subprocess.Popen([sys.executable, PEER, *arguments], stdin=subprocess.PIPE,
                                        stdout=subprocess.PIPE, text=True)

    def _ask(self, line):
        self.process.stdin.write(line + "\n")
        self.process.stdin.flush()
        return self.process.stdout.readline()

    def behave(self, name, offers=""):
        """From now on; returns the port."""
        return int(self._ask("behave %s %s" % (name, offers) if offers else "behave " + name)
                   .split()[1])

    def seen(self):
        return json.loads(self._ask("seen"))

    def stop(self):
        self.process.stdin.close()
        self.process.wait(10)
        self.process.stdout.close()
