"""Progress of a long command on standard error; on a terminal one line that is overwritten."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from types import TracebackType

import typer

_STEP = 1000  # things between two looks
_WIDTH = 30  # signs of the bar


class Bar:
    """A progress bar for a known total. If the output is not a terminal, it prints a line at each tenth."""

    def __init__(self, whole: int, things: str) -> None:
        self._whole = whole
        self._things = things
        self._done = self._shown = 0
        self._screen = sys.stderr.isatty()

    def __enter__(self) -> Bar:
        return self

    def __exit__(self, kind: type[BaseException] | None, _: BaseException | None, __: TracebackType | None) -> None:
        if self._screen and self._done:
            self._show()
            typer.echo(err=True)

    def step(self) -> None:
        """Count one more."""
        self._done += 1
        if self._done - self._shown >= (_STEP if self._screen else max(_STEP, self._whole // 10)):
            self._show()

    def _show(self) -> None:
        self._shown = self._done
        part = min(1.0, self._done / max(1, self._whole))
        bar = "#" * round(part * _WIDTH)
        line = f"[{bar:<{_WIDTH}}] {part:4.0%}  {number(self._done)} of {number(self._whole)} {self._things}"
        typer.echo(f"\r{line}" if self._screen else line, err=True, nl=not self._screen)


def number(many: int) -> str:
    """Format a number with spaces: 4 812."""
    return f"{many:,}".replace(",", " ")


def format_figures(told: Mapping[str, int]) -> str:
    """Format several figures, each with its name."""
    return ", ".join(f"{number(many)} {name}" for name, many in told.items())
