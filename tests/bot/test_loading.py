"""How a command loads a service: what it never uses stays away meanwhile, and is there again for whoever wants it."""

from __future__ import annotations

import subprocess
import sys
import threading
from functools import partial
from pathlib import Path

import pytest

from bot.loading import load_beside

ROOT = Path(__file__).parents[2]
PROBE = """
import gc, sys
from bot.loading import loading
assert not sys.modules.keys() & {"rich", "structlog"}
try:
    with loading():
        import structlog
        assert not gc.isenabled()
        FAILING
except OSError:
    pass
assert not sys.modules.keys() & {"rich", "pygments"}
assert gc.isenabled()
import rich
with loading():
    import rich.table
assert sys.modules["rich"] is rich
"""


@pytest.mark.parametrize("failing", [pytest.param("", id="loaded"), pytest.param("raise OSError", id="failed")])
def test_what_is_never_used_is_away_while_a_service_is_loaded(failing: str) -> None:
    subprocess.run([sys.executable, "-c", PROBE.replace("FAILING", failing)], cwd=ROOT, check=True)


async def test_what_takes_long_is_loaded_in_a_thread_and_in_order() -> None:
    loaded: list[tuple[str, bool]] = []

    def load(name: str) -> None:
        loaded.append((name, threading.current_thread() is threading.main_thread()))

    await load_beside([partial(load, "first"), partial(load, "second")], after=0)
    assert loaded == [("first", False), ("second", False)]


WARMED = """
import sys
from bot.conversations import BROUGHT
assert "handlers.audience.replies.reading" not in sys.modules
for one in BROUGHT:
    one.warms and one.warms()
assert "handlers.audience.replies.reading" in sys.modules
"""


def test_the_reader_of_phrases_is_loaded_after_the_start_and_not_with_it() -> None:
    subprocess.run([sys.executable, "-c", WARMED], cwd=ROOT, check=True)
