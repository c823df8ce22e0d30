"""Labelled lines, from lines that Parley asked about; `make learn` learns from them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

from storage.events.unclear_lines import AskedLine


@dataclass(frozen=True, slots=True)
class Taught:
    """A label for a line: the ``kind`` of lines (customers, shops), the question ``asked`` before ("-" if none), and
    the ``label``.
    """

    kind: str
    label: str
    asked: str = "-"


Teach: TypeAlias = Callable[[AskedLine], Taught | None]
"""The label of the line, or None if the next words do not show its meaning."""
