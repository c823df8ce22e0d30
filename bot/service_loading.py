"""Loading a service without garbage collection; afterwards the loaded objects are excluded from it."""

from __future__ import annotations

import asyncio
import gc
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import ModuleType
from typing import TYPE_CHECKING, cast

from bot.dataclass_methods import generate_methods_late
from bot.thread_pools import PARTS

if TYPE_CHECKING:
    from bot.open_turns import OpenTurns
    from handlers.conversation import Conversations

_ABSENT = frozenset({"rich"})
_EMPTY = frozenset({"sqlalchemy.ext.asyncio.scoping", "sqlalchemy.ext.asyncio.session"})
NEW = 20_000  # objects that are new before the young are looked through
_ANY_TEXT = "hello"  # the first text that is read loads the lists of words
YOUNG = 50  # such looks before the older are looked through, and so many of those before all that is not kept is


class _EmptyModule(ModuleType):
    """A module whose every attribute is None."""

    def __getattr__(self, _name: str) -> None:
        return None


@contextmanager
def load_service() -> Iterator[None]:
    """Load a service's modules inside the block, except those that it never uses. Modules loaded before stay.

    structlog imports rich and Pygments, if installed, for tracebacks that bot.service_log never draws with them. A
    module set to None counts as missing: https://docs.python.org/3/reference/import.html#the-module-cache
    SQLAlchemy's asyncio package imports the ORM for its sessions, which takes 6 MB; Parley uses no sessions.
    """
    absent, empty = _ABSENT.difference(sys.modules), _EMPTY.difference(sys.modules)
    sys.modules.update(dict.fromkeys(absent))  # type: ignore[arg-type]
    sys.modules.update({name: _EmptyModule(name) for name in empty})
    gc.disable()
    try:
        with generate_methods_late():
            yield
    finally:
        for name in absent | empty:
            del sys.modules[name]
        look_less_often()
        gc.enable()


def keep_what_is_loaded() -> None:
    """Exclude all existing objects from garbage collection, and collect the rest less often.

    What is loaded at the start never becomes garbage, and there is much of it: checking it repeatedly took a quarter of
    the time of a process that sends, and a sixth of its start (docs/performance.md).
    https://docs.python.org/3/library/gc.html#gc.freeze
    """
    gc.collect()
    gc.freeze()
    look_less_often()


def look_less_often() -> None:
    """Collect garbage less often: most objects of a service live as long as a request, or for ever."""
    gc.set_threshold(NEW, YOUNG, YOUNG)


class LateParts:
    """What takes in, reads and answers events: 20 MB and half a second, which an idle service does without."""

    def __init__(self, turns: OpenTurns) -> None:
        self._turns = turns
        self._loading: asyncio.Future[None] | None = None

    async def wait(self) -> None:
        """Wait until all is loaded. The first call begins it, in a thread: other requests are answered meanwhile."""
        if self._loading is None:
            self._loading = asyncio.ensure_future(PARTS.run(self._load))
        if not self._loading.done():
            await asyncio.shield(self._loading)

    def _load(self) -> None:
        from handlers.intake import arrival, customer_messages, intake, router  # noqa: F401 - loaded for others
        from handlers.replies.machine_formats import is_automatic
        from handlers.replies.opt_out_recognition import read_opt_out

        conversations = cast("Conversations", self._turns.tools.conversations)
        for name in ("hears", "doors", "readers_of"):
            getattr(conversations, name)
        is_automatic(_ANY_TEXT)
        read_opt_out(_ANY_TEXT)
