"""Values of a column for a message: each once, with the number of its rows or with the first of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

SHOWN = 5
"""Maximum values of a column that are quoted with their rows."""
MOST_NAMED = 20
"""Maximum values of a column that are named with the number of their rows."""
_LONGEST = 40  # characters of a value
_ROWS = 3  # rows of a value


@dataclass(slots=True)
class SeenValues:
    """The values of one kind in a column, with their rows; ``others`` counts the rows of values that are not named."""

    rows: dict[str, int] = field(default_factory=dict)
    first: dict[str, list[int]] = field(default_factory=dict)
    others: int = 0

    def add(self, value: str, line: int) -> None:
        """Record a value of a row."""
        shown = value if len(value) <= _LONGEST else f"{value[: _LONGEST - 1]}…"
        if shown not in self.rows and len(self.rows) == MOST_NAMED:
            self.others += 1
            return
        self.rows[shown] = self.rows.get(shown, 0) + 1
        lines = self.first.setdefault(shown, [])
        if len(lines) < _ROWS:
            lines.append(line)

    @property
    def is_long(self) -> bool:
        """Return True if there are too many values to name them all."""
        return self.others > 0

    def quote(self) -> Iterator[str]:
        """Yield each value with the number of its rows."""
        yield from (quote_value(value, many) for value, many in self.rows.items())
        if self.others:
            yield f"other values ({_rows(self.others)})"

    def list_with_rows(self) -> Iterator[str]:
        """Yield each value with its first rows."""
        for value, lines in self.first.items():
            more = "…" if self.rows[value] > len(lines) else ""
            yield f'"{value}" (row{"s" if self.rows[value] > 1 else ""} {", ".join(map(str, lines))}{more})'


def quote_value(value: str, many: int) -> str:
    """Format a value with the number of its rows; an empty value as "empty"."""
    shown = f'"{value}"' if value else "empty"
    return f"{shown} ({_rows(many)})"


def _rows(many: int) -> str:
    return f"{many} row{'' if many == 1 else 's'}"
