"""Runs Parley's own commands in processes that cost no start: what takes long, the imports, is done once.

``python -m tests.processes.starter`` reads one order per line, forks, and answers the new process's id. The process
then is ``parley serve`` or ``parley worker`` as anybody starts it, but for its clock, which a file moves on.
"""

from __future__ import annotations

import json
import os
import signal
import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from bot import clock

MOVED = "moved"  # in the folder of the process


class MovedClock(clock.SystemClock):
    """Both times as they are, moved on by the seconds that stand in that file: the shop's first, then real time's."""

    def __init__(self, base: datetime | None = None) -> None:
        moved = _moved(1)
        already = base is not None and base - datetime.now(UTC) > moved / 2  # what others told was moved on by it
        super().__init__(base - moved if base is not None and already else base)

    def now(self) -> datetime:
        return super().now() + _moved(0)

    def get_real_time(self) -> datetime:
        return super().get_real_time() + _moved(1)

    def get_steady_date(self) -> datetime:
        return super().get_steady_date() + _moved(1)


def _moved(which: int) -> timedelta:
    return timedelta(seconds=float(Path(MOVED).read_text().split()[which]))


def take_orders(become: Callable[[list[str]], None]) -> None:
    """Until nobody gives any: fork, and let the new process become what the command of the order says.

    Then whoever still lives is ended too, for it belongs to tests that were broken off.
    """
    os.setsid()
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # the dead are nobody's to bury
    for line in sys.stdin:
        child = os.fork()
        if child == 0:
            order = json.loads(line)
            _settle_in(order)
            become(order["command"])
            os._exit(0)
        print(child, flush=True)
    os.killpg(0, signal.SIGKILL)


def load_late_parts() -> None:
    """Load what the first message of a service loads: each process would, while the test pushes its clock on."""
    from bot.conversations import CONVERSATIONS
    from handlers.intake import intake, router  # noqa: F401 - as above

    assert CONVERSATIONS.all


def _settle_in(order: dict[str, Any]) -> None:
    """In its folder and its environment; everything it says goes to a file."""
    log = os.open(order["log"], os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    nothing = os.open(os.devnull, os.O_RDONLY)  # the orders that follow are not its own
    for stream, file in enumerate((nothing, log, log)):
        os.dup2(file, stream)
    os.chdir(order["folder"])
    os.environ.update(order["environ"])


def main() -> None:
    """Start commands as they are."""
    from bot import ticker  # noqa: F401 - it reads the same clock as APScheduler, which nobody moves

    clock.SystemClock = MovedClock  # type: ignore[misc]  # before anybody else takes it from there
    from bot import (
        __main__,
        service_run,  # noqa: F401 - what every command would import
    )
    from bot.channels import twilio  # noqa: F401 - the first call would

    load_late_parts()
    take_orders(__main__.main)


if __name__ == "__main__":
    main()
