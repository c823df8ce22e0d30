"""What a conversation makes of a line that was asked about: a labelled line, from which `make learn` learns."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

from storage.events.unclear_lines import AskedLine


@dataclass(frozen=True, slots=True)
class Taught:
    """The ``kind`` of lines (customers, shops), the question that was ``asked`` before ("-": none), and a ``label``."""

    kind: str
    label: str
    asked: str = "-"


Teach: TypeAlias = Callable[[AskedLine], Taught | None]
"""The line as it teaches; None where what was said next does not tell what it had meant."""
