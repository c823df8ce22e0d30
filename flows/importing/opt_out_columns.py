"""Values of a file's column as opt-outs: the kind of each value, and the kinds that count in a column."""

from __future__ import annotations

from collections.abc import Callable, Set
from dataclasses import dataclass
from enum import StrEnum
from zoneinfo import ZoneInfo

from flows.importing import table_cells
from flows.importing.column_fields import CONSENTS, STOPS, AnyField, Field
from flows.importing.file_columns import OURS, Columns, guess_field
from flows.importing.opt_out_values import (
    TWO,
    ConsentStatus,
    Ended,
    asks_to_write,
    denies_the_thing,
    is_stop_tag,
    looks_like_stop,
    may_tell_an_end,
    read_moment,
    read_status,
)

_LONGEST_FLAG = 24  # characters of a yes or a no
_LONGEST_MOMENT = 40
Looks = Callable[[str], bool]
"""Returns True if a free text may be an opt-out."""


class StopKind(StrEnum):
    """The kind of a value in a column that may hold opt-outs."""

    ENDED = "ended"
    ENDED_AS_STATUS = "ended as status"  # an opt-out in a column of statuses alone
    LOOKS = "looks"  # may be an opt-out, in somebody's own words
    GOOD = "good"  # plainly none: "ok", "subscribed"
    NEVER = "never"  # none, and no yes either
    YES = "yes"
    NO = "no"
    ZERO = "zero"  # a no, or a number
    MOMENT = "moment"
    OTHER = "other"  # unknown


_WORDS = frozenset({StopKind.ENDED, StopKind.LOOKS})
_ENDS = _WORDS | {StopKind.ENDED_AS_STATUS}
_TOLD = frozenset({StopKind.YES, StopKind.MOMENT, StopKind.OTHER, StopKind.ENDED_AS_STATUS})
_NOES = frozenset({StopKind.NO, StopKind.ZERO})
_STATUSES = {
    ConsentStatus.ENDED: StopKind.ENDED,
    ConsentStatus.ENDED_AS_STATUS: StopKind.ENDED_AS_STATUS,
    ConsentStatus.AGREED: StopKind.GOOD,
    ConsentStatus.ACTIVE: StopKind.GOOD,
    ConsentStatus.NEVER: StopKind.NEVER,
}
_NAMES = frozenset({
    Field.ID, Field.NAME, Field.FIRST_NAME, Field.LAST_NAME, Field.CITY, Field.REGION, Field.CONSENT_SOURCE,
})  # fmt: skip
"""Name fields, where only words that systems write are an opt-out, unlike Sue Stop and Baja California."""
_UNREAD = frozenset({Field.CONSENT_TEXT, Field.OPTED_OUT_REASON})
"""Fields whose values are never checked: "Reply STOP to end" is part of a consent text."""


@dataclass(frozen=True, slots=True)
class ColumnRole:
    """The role of a column: its ``field``, the field that its head names, and whether the head ``asks`` for permission
    to write, or ``may_end`` it. ``looks`` checks its values."""

    field: Field | None
    named: AnyField | None
    asks: bool
    may_end: bool
    looks: Looks

    def kind(self, text: str, zone: ZoneInfo, *, month_first: bool) -> StopKind:
        """Return the kind of a non-empty value."""
        status = read_status(text)
        if status is not None:
            return _STATUSES[status]
        said = table_cells.parse_flag(text) if len(text) <= _LONGEST_FLAG else None
        if said is not None:
            return StopKind.YES if said else StopKind.ZERO if text == "0" else StopKind.NO
        if self.named is Field.SUBSCRIPTION and text == TWO:
            return StopKind.NEVER
        if self._is_moment(text, zone, month_first=month_first):
            return StopKind.MOMENT
        return StopKind.LOOKS if self.looks(text) else StopKind.OTHER

    def _is_moment(self, text: str, zone: ZoneInfo, *, month_first: bool) -> bool:
        """Return True for a moment. Digits alone are a moment only in a column of opt-outs; elsewhere they may be a
        phone number."""
        if len(text) > _LONGEST_MOMENT or not any(map(str.isdigit, text)):
            return False
        if text.isdigit() and self.named not in STOPS:
            return False
        return read_moment(text, zone, month_first=month_first) is not None

    @property
    def is_of_another_thing(self) -> bool:
        """Return True if the head names a field other than opt-outs and consents."""
        return self.named is not None and self.named not in STOPS and self.named not in CONSENTS

    def find_doubtful(self, kinds: Set[StopKind]) -> Set[StopKind]:
        """Return the kinds of values, among the ``kinds`` in the column, that stop an import."""
        noes = _noes(kinds) if self.asks else frozenset()
        if self.field in CONSENTS:
            return {StopKind.LOOKS, StopKind.OTHER, StopKind.MOMENT}
        if self.field is Field.OPTED_OUT:
            return {StopKind.LOOKS, StopKind.OTHER}
        if self.field is Field.SUBSCRIPTION:
            return {StopKind.LOOKS, StopKind.OTHER} | noes
        if self.field is Field.TAGS:
            return {StopKind.LOOKS}
        return _WORDS | noes | (_TOLD if self.may_end else frozenset())

    def find_counting(self, kinds: Set[StopKind]) -> Set[StopKind]:
        """Return the kinds, among the ``kinds`` in the column, that count as opt-outs if it is mapped to them."""
        if self.field in CONSENTS:
            return _ENDS | {StopKind.OTHER, StopKind.MOMENT}
        if self.named is Field.OPTED_OUT:
            return _ENDS | {StopKind.YES, StopKind.MOMENT, StopKind.OTHER}
        if self.is_of_another_thing:
            return _ENDS | (_noes(kinds) if self.asks else frozenset())
        if self.asks:
            known = _ENDS | _noes(kinds)
            return known | {StopKind.OTHER} if self.named is Field.SUBSCRIPTION else known
        if self.named is Field.SUBSCRIPTION or self.named in CONSENTS:
            return _ENDS | {StopKind.MOMENT, StopKind.OTHER}
        if self.may_end:
            return _ENDS | _TOLD
        worded = not kinds.isdisjoint(_WORDS | {StopKind.GOOD})
        return _ENDS | {StopKind.MOMENT} | (frozenset() if worded else {StopKind.YES})


def _noes(kinds: Set[StopKind]) -> Set[StopKind]:
    """Return the kinds that mean "no"; a zero does not if the column also has numbers and words."""
    return {StopKind.NO} if StopKind.OTHER in kinds else _NOES


@dataclass(frozen=True, slots=True)
class CountedKinds:
    """A column that the user mapped to ``opted_out``, and the kinds of its values that count."""

    role: ColumnRole
    kinds: Set[StopKind]
    is_worded: bool  # it has opt-outs in words

    def read(self, text: str, zone: ZoneInfo, *, month_first: bool) -> tuple[Ended | None, StopKind]:
        """Return the opt-out in a value (None if there is none) and the value's kind."""
        kind = self.role.kind(text, zone, month_first=month_first)
        if kind not in self.kinds:
            return None, kind
        at = read_moment(text, zone, month_first=month_first) if kind is StopKind.MOMENT else None
        return Ended(at), kind


def find_role(columns: Columns, place: int, looks: Looks) -> ColumnRole | None:
    """Return the role of a column; None if its values are not checked."""
    head, held = columns.heads[place], columns.get_field(place)
    field = None if held is None else Field(held.value)
    if head.strip().lower().startswith(OURS) or field in _UNREAD:
        return None
    if place in columns.by_hand and field is not Field.OPTED_OUT:
        return None
    guess = guess_field(head)
    named = None if guess is None else guess[0]
    may_end = named is None and may_tell_an_end(head)
    return ColumnRole(field, named, asks_to_write(head) and not may_end, may_end, _reader(field, named, looks))


def _reader(field: Field | None, named: AnyField | None, looks: Looks) -> Looks:
    """Return the check for a column's values. Tags that systems set are already recognised as opt-outs."""
    if field in _NAMES:
        return looks_like_stop

    def in_words(text: str) -> bool:
        return looks_like_stop(text) or looks(text)

    if field is not None and field not in {*STOPS, *CONSENTS, Field.TAGS, Field.ACQUIRED_FROM}:
        return lambda text: not denies_the_thing(text) and in_words(text)

    if field is Field.TAGS:
        return lambda text: any(not is_stop_tag(one) and in_words(one) for one in table_cells.words(text))
    if named is Field.TAGS:
        return lambda text: any(is_stop_tag(one) or in_words(one) for one in table_cells.words(text))
    return in_words
