"""Columns of a file that may hold opt-outs and are not understood: they stop an import before anything is written."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from zoneinfo import ZoneInfo

from flows.importing import cells
from flows.importing.columns import IGNORE, OURS, Columns, WrongColumns
from flows.importing.fields import CONSENTS, STOPS, Field
from flows.importing.opting_out import NotUnderstood, agrees, looks_like_stop, may_stop, stop_field, stop_in

SHOWN = 3
"""Values of a column that are shown."""
_LONGEST = 40  # characters of one
_REMEMBERED = 5000  # values of a column that are not looked at twice


@dataclass(frozen=True, slots=True)
class UnclearColumn:
    """A column, named as ``--map`` names it, some of its ``values``, and the ``field`` that makes each of them an
    opt-out; None in a file of orders, which keeps none."""

    name: str
    values: tuple[str, ...]
    field: Field | None

    def __str__(self) -> str:
        values = ", ".join(f'"{value}"' for value in self.values)
        ignore = f'--map "{self.name}={IGNORE}" to leave the column out'
        if self.field is None:
            first = "import it as a file of customers first, for orders keep no opt-outs"
            return f'column "{self.name}" may hold opt-outs ({values}): {first}, then add {ignore}'
        opt_out = f'--map "{self.name}={self.field.value}" to count every value that is not known as an opt-out'
        return f'column "{self.name}" may hold opt-outs, and {values} is not understood: add {opt_out}, or {ignore}'


class UnclearColumns(WrongColumns):
    """Some columns may hold opt-outs and are not understood."""

    def __init__(self, *columns: UnclearColumn) -> None:
        super().__init__(*map(str, columns), "nothing was imported")
        self.columns = columns


@dataclass(slots=True)
class _Check:
    """A column to check. ``is_wrong`` returns True for an unknown value that may be an opt-out.

    With ``--map`` to ``maps_to`` such values count as opt-outs.
    """

    place: int
    maps_to: Field | None
    is_wrong: Callable[[str], bool]
    values: list[str] = field(default_factory=list)
    seen: set[str] = field(default_factory=set)

    def look(self, row: Sequence[str]) -> None:
        """Note the value of a row."""
        cell = row[self.place] if self.place < len(row) else ""
        if not cell or cell in self.seen or len(self.values) == SHOWN:
            return
        if len(self.seen) < _REMEMBERED:
            self.seen.add(cell)
        value = cells.bare(cell)
        shown = value if len(value) <= _LONGEST else f"{value[: _LONGEST - 1]}…"
        if shown not in self.values and self.is_wrong(value):
            self.values.append(shown)


def demand_clear(
    columns: Columns, rows: Iterable[Sequence[str]], zone: ZoneInfo, *, month_first: bool, orders: bool = False
) -> None:
    """Look through all rows. Raises UnclearColumns where a column may hold opt-outs and somebody has to say so."""
    made = _order_check if orders else _check
    left = [place for place in range(len(columns.heads)) if place not in columns.by_hand]
    found = (made(columns, place, zone, month_first=month_first) for place in left)
    checks = [one for one in found if one is not None]
    for row in rows if checks else ():
        for one in checks:
            one.look(row)
    unclear = [UnclearColumn(_name(columns, one.place), tuple(one.values), one.maps_to) for one in checks if one.values]
    if unclear:
        raise UnclearColumns(*unclear)


def _check(columns: Columns, place: int, zone: ZoneInfo, *, month_first: bool) -> _Check | None:
    """Return what a column is to be looked through for; None for one that holds no opt-outs."""
    held = columns.of(place)
    if held is None:
        ours = columns.heads[place].strip().lower().startswith(OURS)
        return None if ours else _Check(place, Field.OPTED_OUT, looks_like_stop)
    if held in CONSENTS:
        return _Check(place, Field(held.value), lambda value: _fails(lambda: agrees(value)))
    if held not in STOPS:
        return None
    stop = Field(held.value)
    return _Check(
        place, Field.OPTED_OUT, lambda value: _fails(lambda: stop_in(stop, value, zone, month_first=month_first))
    )


def _order_check(columns: Columns, place: int, zone: ZoneInfo, *, month_first: bool) -> _Check | None:
    """Return the check of a column in a file of orders, which keeps no opt-outs."""
    if columns.of(place) is not None or stop_field(columns.heads[place]) is not Field.OPTED_OUT:
        return None
    return _Check(place, None, lambda value: may_stop(value, zone, month_first=month_first, unknown=True))


def _fails(read: Callable[[], object]) -> bool:
    try:
        read()
    except NotUnderstood:
        return True
    return False


def _name(columns: Columns, place: int) -> str:
    """Return the head of a column, or its number where the head is empty or another column's, too."""
    head = columns.heads[place]
    return head if head and columns.heads.index(head) == place else str(place + 1)
