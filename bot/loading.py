"""How a command loads a service: without the collector of garbage, and without what would be loaded and never used."""

from __future__ import annotations

import gc
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from bot.garbage import look_less_often

_UNUSED = frozenset({"rich"})


@contextmanager
def loading() -> Iterator[None]:
    """Load a service's parts here. What was loaded before stays as it is.

    structlog loads rich and Pygments, where there are such, for tracebacks that bot.observe never draws with them. A
    module that is None is one that is not there: https://docs.python.org/3/reference/import.html#the-module-cache
    """
    unused = _UNUSED.difference(sys.modules)
    sys.modules.update(dict.fromkeys(unused))  # type: ignore[arg-type]
    gc.disable()
    try:
        yield
    finally:
        for name in unused:
            del sys.modules[name]
        look_less_often()
        gc.enable()
