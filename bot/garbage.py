"""The collector of cyclic garbage, told what a process lives by.

What is loaded at the start never becomes garbage, and there is much of it: looking through it again and again took a
quarter of the time of a process that sends, and a sixth of its start (docs/performance.md).
https://docs.python.org/3/library/gc.html#gc.freeze
"""

from __future__ import annotations

import gc

NEW = 20_000  # objects that are new before the young are looked through
YOUNG = 50  # such looks before the older are looked through, and so many of those before all that is not kept is


def keep_what_is_loaded() -> None:
    """Leave all that exists now out of it, and look at the rest less often."""
    gc.collect()
    gc.freeze()
    look_less_often()


def look_less_often() -> None:
    """Wait for much that is new: most of what a service makes lasts as long as a request, or for good."""
    gc.set_threshold(NEW, YOUNG, YOUNG)
