"""Columns of a file that may hold opt-outs but are not understood: they stop an import before anything is written."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass, field
from zoneinfo import ZoneInfo

from flows.importing import table_cells
from flows.importing.column_fields import CONSENTS, STOPS, Field
from flows.importing.file_columns import IGNORE, Columns, WrongColumns
from flows.importing.opt_out_columns import ColumnRole, CountedKinds, Looks, StopKind, find_role
from flows.importing.opt_out_values import looks_like_stop
from flows.importing.table_rows import TableRow
from flows.importing.value_samples import SHOWN, SeenValues, quote_value

_REMEMBERED = 5000  # values of a column that are not looked at twice
_WORDS = (StopKind.ENDED, StopKind.LOOKS, StopKind.GOOD)


@dataclass(frozen=True, slots=True)
class UnclearColumn:
    """A column, named as in ``--map``, that may hold opt-outs; some of its ``values`` are shown, each with its first
    rows.

    If ``unknown``, some values are not understood. If the column were mapped to ``field``, the ``counted`` values would
    be opt-outs and the ``passed`` values would not. ``kept`` is the column's present field. ``field`` is None for a
    file of orders.
    """

    name: str
    values: tuple[str, ...]
    field: Field | None
    counted: tuple[str, ...] = ()
    passed: tuple[str, ...] = ()
    unknown: bool = False
    kept: Field | None = None
    is_long: bool = False  # more unknown values than can be named

    def __str__(self) -> str:
        values = ", ".join(self.values)
        ignore = f'--map "{self.name}={IGNORE}" to leave the column out'
        if self.field is None:
            first = "import it as a file of customers first, because orders keep no opt-outs"
            return f'column "{self.name}" may hold opt-outs ({values}): {first}, then add {ignore}'
        found = f'column "{self.name}" may hold opt-outs'
        found += f", and {values} is not understood" if self.unknown else f": {values}"
        if self.is_long:
            reason = f'--map "{self.name}={Field.OPTED_OUT_REASON}" to count every value as an opt-out'
            return f"{found}; it has too many unknown values to list: add {reason}, or {ignore}"
        opt_out = f'--map "{self.name}={self.field.value}" to count as opt-outs: {", ".join(self.counted)}'
        opt_out += f"; and not: {', '.join(self.passed)}" if self.passed else ""
        keep = f'--map "{self.name}={self.kept}" to read the column as {self.kept} alone, or ' if self.kept else ""
        return f"{found}: add {opt_out}; or {keep}{ignore}"


class UnclearColumns(WrongColumns):
    """Some columns may hold opt-outs but are not understood."""

    def __init__(self, *columns: UnclearColumn) -> None:
        super().__init__(*map(str, columns), "nothing was imported")
        self.columns = columns


@dataclass(slots=True)
class ColumnCheck:
    """A column being checked, with its values by kind."""

    place: int
    role: ColumnRole
    seen: dict[str, StopKind] = field(default_factory=dict)
    values: dict[StopKind, SeenValues] = field(default_factory=dict)
    empty: int = 0

    def look(self, row: TableRow, zone: ZoneInfo, *, month_first: bool) -> None:
        """Record the value of a row."""
        cell = row.cells[self.place]
        kind = self.seen.get(cell)
        text = cell if kind is None else ""
        if kind is None:
            text = table_cells.bare(cell)
            if not text:
                self.empty += 1
                return
            kind = self.role.kind(text, zone, month_first=month_first)
            if len(self.seen) < _REMEMBERED:
                self.seen[cell] = kind
        self.values.setdefault(kind, SeenValues()).add(text or table_cells.bare(cell), row.line)

    def find_unclear(self, columns: Columns) -> UnclearColumn | None:
        """Return the column for the error that stops the import; None if it is clear."""
        is_long = self._is_long()
        doubtful = self.role.find_doubtful(self.values.keys()) if self.place not in columns.by_hand else set()
        doubtful = {StopKind.OTHER} if is_long else doubtful & self.values.keys()
        if not doubtful:
            return None
        held = self.role.field
        counting = set(StopKind) if is_long else self.list_counting()
        empty = [quote_value("", self.empty)] if self.empty else []
        return UnclearColumn(
            name=_name(columns, self.place),
            values=tuple(self.quotes(doubtful)),
            field=held if held in CONSENTS else Field.OPTED_OUT,
            counted=tuple(self._list_values(counting)),
            passed=(*self._list_values(set(StopKind) - counting), *empty),
            unknown=StopKind.OTHER in doubtful,
            kept=None if held in {*STOPS, *CONSENTS} else held,
            is_long=is_long,
        )

    def _is_long(self) -> bool:
        """Return True if too many unknown values would count to name them all."""
        others = self.values.get(StopKind.OTHER)
        return others is not None and others.is_long and StopKind.OTHER in self.list_counting()

    def quotes(self, kinds: Set[StopKind]) -> list[str]:
        """Return some values of these kinds, each with its first rows."""
        found = (self.values[kind] for kind in StopKind if kind in kinds and kind in self.values)
        return [one for each in found for one in each.list_with_rows()][:SHOWN]

    def list_counting(self) -> Set[StopKind]:
        """Return the kinds of values that would count as opt-outs if the column were mapped."""
        return self.role.find_counting(self.values.keys())

    def count_column(self) -> CountedColumn:
        """Return how the values of a mapped column count."""
        counting = self.list_counting()
        worded = any(one in self.values for one in _WORDS)
        told, passed = self._list_values(counting), self._list_values(set(StopKind) - counting)
        return CountedColumn(CountedKinds(self.role, counting, worded), tuple(told), tuple(passed))

    def _list_values(self, kinds: Set[StopKind]) -> list[str]:
        return [one for kind in StopKind if kind in kinds and kind in self.values for one in self.values[kind].quote()]


@dataclass(frozen=True, slots=True)
class CountedColumn:
    """A column that the user mapped to ``opted_out``: the values that count and those that do not, and how rows are
    parsed."""

    how: CountedKinds
    told: tuple[str, ...]
    passed: tuple[str, ...]

    def __str__(self) -> str:
        passed = f"; not: {', '.join(self.passed)}" if self.passed else ""
        return f"counted as opt-outs: {', '.join(self.told) or 'none'}{passed}"


def require_clear(
    columns: Columns,
    rows: Iterable[TableRow],
    zone: ZoneInfo,
    *,
    month_first: bool,
    looks: Looks = looks_like_stop,
) -> Mapping[int, CountedColumn]:
    """Check all rows of a file of customers; return how the values of columns mapped to ``opted_out`` count.

    Raises UnclearColumns if a column may hold opt-outs and the user must decide.
    """
    roles = ((place, find_role(columns, place, looks)) for place in range(len(columns.heads)))
    checks = [ColumnCheck(place, role) for place, role in roles if role is not None]
    for row in rows:
        for one in checks:
            one.look(row, zone, month_first=month_first)
    unclear = [found for one in checks if (found := one.find_unclear(columns)) is not None]
    if unclear:
        raise UnclearColumns(*unclear)
    return {one.place: one.count_column() for one in checks if one.place in columns.by_hand}


def require_none(columns: Columns, rows: Iterable[TableRow], zone: ZoneInfo, *, month_first: bool) -> None:
    """Check all rows of a file of orders. Raises UnclearColumns for a column of opt-outs, which an import of orders
    cannot store."""
    roles = ((place, _find_order_role(columns, place)) for place in range(len(columns.heads)))
    checks = [ColumnCheck(place, role) for place, role in roles if role is not None]
    for row in rows if checks else ():
        for one in checks:
            one.look(row, zone, month_first=month_first)
    found = [(one.place, one.quotes(one.list_counting())) for one in checks]
    unclear = [UnclearColumn(_name(columns, place), tuple(quotes), None) for place, quotes in found if quotes]
    if unclear:
        raise UnclearColumns(*unclear)


def _find_order_role(columns: Columns, place: int) -> ColumnRole | None:
    if columns.get_field(place) is not None or place in columns.by_hand:
        return None
    role = find_role(Columns(columns.heads, {}), place, looks_like_stop)
    return role if role is not None and role.named is Field.OPTED_OUT else None


def _name(columns: Columns, place: int) -> str:
    """Return the head of a column; its number if the head is empty or not unique."""
    head = columns.heads[place]
    return head if head and columns.heads.index(head) == place else str(place + 1)
