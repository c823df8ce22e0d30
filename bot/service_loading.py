"""Loading a service without garbage collection; afterwards the loaded objects are excluded from it."""

from __future__ import annotations

import gc
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import ModuleType

from bot.dataclass_methods import generate_methods_late

_ABSENT = frozenset({"rich"})
_EMPTY = frozenset({"sqlalchemy.ext.asyncio.scoping", "sqlalchemy.ext.asyncio.session"})
NEW = 20_000  # objects that are new before the young are looked through
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
