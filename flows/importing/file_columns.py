"""The mapping of a file's columns to fields: guessed from the heads, and corrected by the user."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from flows.importing.column_fields import CUSTOMERS, ORDERS, SEVERAL, AnyField, Columned, Field
from flows.importing.column_heads import PREFIXES, PRICED_IN, load_heads
from flows.importing.opt_out_values import find_stop_field
from flows.importing.table_cells import are_names
from flows.search_words import words

NOTHING = "-"
"""The word for a column to skip."""
IGNORE = "ignore"
"""The word for a column to skip, as an alternative to NOTHING."""
OURS = "parley_"
"""The prefix of the columns that we add to a file of rejected rows; they are not imported."""
_WHO = frozenset({"customer", "cliente"})
"""Heads of columns that hold ids in some exports and names in others."""
_UNLIKELY = 1000  # more than there are heads
_MOST = 500  # columns: more are no list of people


class WrongColumns(ValueError):
    """The columns cannot be used; ``mistakes`` lists everything wrong, each with what to do."""

    def __init__(self, *mistakes: str) -> None:
        super().__init__("; ".join(mistakes))
        self.mistakes = mistakes


@dataclass(frozen=True, slots=True)
class Columns:
    """The heads of a file, and the columns (from 0) of each field, the preferred one first. ``by_hand`` are the columns
    that a user mapped or ignored by name."""

    heads: tuple[str, ...]
    at: Mapping[AnyField, tuple[int, ...]]
    by_hand: frozenset[int] = frozenset()

    def get_field(self, column: int) -> AnyField | None:
        """Return a column's field; None if it has none."""
        return next((field for field, places in self.at.items() if column in places), None)

    def get_head(self, field: AnyField) -> str:
        """Return the head of a field's first column, as written in the file; the field's name if it has none."""
        places = self.at.get(field)
        return self.heads[places[0]] if places and self.heads[places[0]] else field.value


def match_columns(
    names: Sequence[str],
    chosen: Sequence[tuple[str, str]] = (),
    kind: Columned = CUSTOMERS,
    rows: Sequence[Sequence[str]] = (),
) -> Columns:
    """Map the columns of a ``kind`` of table to fields by their ``names``. ``chosen`` pairs (column, field) override
    the guesses; a column is given by its head or its number from 1. Some ``rows`` show whether "Customer" holds ids or
    names. Raises WrongColumns."""
    if len(names) > _MOST:
        raise WrongColumns(f"the first line has {len(names)} columns; at most {_MOST} are allowed")
    if any("@" in head for head in names):
        raise WrongColumns("the first line holds a person; add a header line above it")
    by_hand = _read_chosen(names, chosen, kind)
    at = {field: tuple(place for place, one in by_hand.items() if one is field) for field in by_hand.values() if field}
    for field, places in _guess_fields(names, kind, rows).items():
        free = tuple(place for place in places if place not in by_hand)
        if field in SEVERAL:
            at[field] = (*at.get(field, ()), *free)
        elif field not in at:
            at[field] = free[:1]
    found = {field: places for field, places in at.items() if places}
    if any(found.keys().isdisjoint(group) for group in kind.needs):
        raise WrongColumns(_explain_nobody(names, kind))
    return Columns(tuple(names), {field: found[field] for field in kind.fields if field in found}, frozenset(by_hand))


def _guess_fields(names: Sequence[str], kind: Columned, rows: Sequence[Sequence[str]]) -> dict[AnyField, list[int]]:
    """Return the columns that may hold each field, the likeliest first; of equally likely ones the first in the
    file."""
    ranked: dict[AnyField, list[tuple[int, int]]] = {}
    for place, head in enumerate(names):
        guess = guess_field(head, kind)
        if guess is not None:
            field, rank = guess
            named = fold_head(head) in _WHO and are_names([row[place] for row in rows if place < len(row)])
            ranked.setdefault(kind.fields(Field.NAME.value) if named else field, []).append((rank, place))
    return {field: [place for _, place in sorted(places)] for field, places in ranked.items()}


def guess_field(head: str, kind: Columned = CUSTOMERS) -> tuple[AnyField, int] | None:
    """Return the likely field of a column with that head, and its rank; 0 is the likeliest."""
    if head.strip().lower().startswith(OURS):
        return None
    whole = fold_head(head)
    behind = [whole.removeprefix(one) for one in PREFIXES if whole.startswith(one)]
    priced, _, currency = whole.rpartition(" ")
    behind += [priced] if kind is ORDERS and currency in PRICED_IN else []
    for less, told in enumerate((whole, *behind)):
        if told in load_heads(kind.heads):
            name, place = load_heads(kind.heads)[told]
            return kind.fields(name), place + _UNLIKELY * less
    stop = find_stop_field(head) if kind is CUSTOMERS else None
    return None if stop is None else (stop, _UNLIKELY)


def read_currency(head: str) -> str | None:
    """Return the currency that the head of a column of amounts names; None if it names none."""
    last = fold_head(head).rpartition(" ")[2]
    return last.upper() if last in PRICED_IN else None


def fold_head(head: str) -> str:
    """Return a head in comparable form: its words, without case and accents."""
    return " ".join(words(head))


def _read_chosen(names: Sequence[str], chosen: Sequence[tuple[str, str]], kind: Columned) -> dict[int, AnyField | None]:
    """Return the fields chosen by hand; None for a column to skip. Raises WrongColumns."""
    said: dict[int, AnyField | None] = {}
    mistakes = []
    for head, name in chosen:
        place, field = _place(names, head), _field(name, kind)
        if place is None:
            mistakes.append(f"there is no column {head!r}; there are {', '.join(map(repr, names))}")
        elif field is None and name.strip().lower() not in {NOTHING, IGNORE, ""}:
            mistakes.append(f"{name!r} is not a known field{_explain_similar(name, kind)}")
        elif field is not None and field not in SEVERAL and field in said.values():
            mistakes.append(f"two columns are mapped to {field.value}; skip one of them: --map {head}={NOTHING}")
        else:
            said[place] = field
    if mistakes:
        raise WrongColumns(*mistakes)
    return said


def _place(names: Sequence[str], head: str) -> int | None:
    for known, told in ((list(names), head), ([fold_head(one) for one in names], fold_head(head))):
        if told and told in known:
            return known.index(told)
    number = int(head) if head.isascii() and head.isdigit() and len(head) < 4 else 0
    return number - 1 if 1 <= number <= len(names) else None


def _field(name: str, kind: Columned) -> AnyField | None:
    told = name.strip().lower()
    return kind.fields(told) if told in set(kind.fields) else None


def _explain_similar(name: str, kind: Columned) -> str:
    near = get_close_matches(name.strip().lower(), list(kind.fields), 1)
    return f"; did you mean {near[0]}?" if near else f"; use one of {', '.join(kind.fields)}, or {IGNORE}"


def _explain_nobody(names: Sequence[str], kind: Columned) -> str:
    told = ", ".join(repr(head) for head in names[:20])
    example = f"--map {names[0] if names else 'Mobile'}=phone"
    if kind is not CUSTOMERS:
        example = "--map COLUMN=order, for a column with a unique number per order"
    return f"{kind.lacks}; the columns are {told}: say which is what, as {example}"
