"""Runs Parley's own commands in processes that cost no start: what takes long, the imports, is done once.

``python -m tests.chaos.starter`` reads one order per line, forks, and answers the new process's id. The process then is
``parley serve`` or ``parley worker`` as anybody starts it, but for its clock, which a file moves on.
"""

from __future__ import annotations

import json
import os
import signal
import sys
from datetime import datetime, timedelta
from pathlib import Path

from bot import clock


class MovedClock(clock.SystemClock):
    """Both times as they are, moved on by the seconds in the file ``moved``: the shop's, then real time's."""

    def now(self) -> datetime:
        return super().now() + _moved(0)

    def elapsed(self) -> datetime:
        return super().elapsed() + _moved(1)


def _moved(which: int) -> timedelta:
    return timedelta(seconds=float(Path("moved").read_text().split()[which]))


# Before anybody else takes it from there.
clock.SystemClock = MovedClock  # type: ignore[misc]

from bot import __main__, app, serving  # noqa: E402, F401 - what every command would import
from bot.channels import twilio  # noqa: E402, F401


def main() -> None:
    """Take orders until nobody gives any."""
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # the dead are nobody's to bury
    for line in sys.stdin:
        order = json.loads(line)
        child = os.fork()
        if child == 0:
            _become(order)
        print(child, flush=True)


def _become(order: dict[str, object]) -> None:
    """The forked process: everything it says goes to a file."""
    log = os.open(str(order["log"]), os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    for stream in (1, 2):
        os.dup2(log, stream)
    os.close(0)
    os.chdir(str(order["folder"]))
    environ, command = order["environ"], order["command"]
    assert isinstance(environ, dict)
    assert isinstance(command, list)
    os.environ.update(environ)
    __main__.main(command)


if __name__ == "__main__":
    main()
