"""A random but repeatable order of people, determined by a seed. A condition selects just the first share of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Protocol
from uuid import UUID

from sqlalchemy import BigInteger, ColumnElement, LargeBinary, func, literal, or_

_DIGITS = 8
_SPAN = 2**64
_LEAST = -(2**63)


class ByChance(Protocol):
    """A random order of people, by sort columns."""

    @property
    def order(self) -> tuple[ColumnElement[Any], ...]:
        """Return the sort columns."""

    def match_first(self, share: float) -> ColumnElement[bool]:
        """Return the condition that selects the first ``share`` of all people in this order."""


def order_by_chance(who: ColumnElement[UUID], seed: str, *, postgres: bool) -> ByChance:
    """Return the random order of people for a ``seed`` of hexadecimal digits; at most 15 digits are used."""
    return _Hashed(who, int(seed, 16)) if postgres else _Drawn.start_at(who, seed)


@dataclass(frozen=True, slots=True)
class _Hashed:
    """The order by PostgreSQL's hash of a UUID with a seed, the hash of its hash partitions: it takes a third of the
    time of comparing digits. https://www.postgresql.org/docs/current/sql-createopclass.html (hash support function 2)
    """

    who: ColumnElement[UUID]
    seed: int

    @property
    def order(self) -> tuple[ColumnElement[Any], ...]:
        return self._drawn, self.who

    def match_first(self, share: float) -> ColumnElement[bool]:
        return self._drawn < literal(min(_LEAST + int(share * _SPAN), -_LEAST - 1), BigInteger)

    @property
    def _drawn(self) -> ColumnElement[int]:
        return func.uuid_hash_extended(self.who, literal(self.seed, BigInteger), type_=BigInteger)


@dataclass(frozen=True, slots=True)
class _Drawn:
    """The order by the last eight digits of an id, starting at a drawn position and wrapping around.

    These digits are random, also in ids made within one millisecond, such as those of an imported file. The digits
    before them are not: such ids grow by random steps (bot/ids.py), so they begin alike.
    https://www.rfc-editor.org/rfc/rfc9562#name-uuid-version-7
    """

    who: ColumnElement[UUID]
    drawn: ColumnElement[bytes]
    begins: bytes

    @classmethod
    def start_at(cls, who: ColumnElement[UUID], seed: str) -> _Drawn:
        """Return the order from a seed's digits on. The digits are compared as bytes, before any condition."""
        return cls(who, func.substr(who, 13, type_=LargeBinary), bytes.fromhex(f"{seed[:_DIGITS]:0<{_DIGITS}}"))

    @property
    def order(self) -> tuple[ColumnElement[Any], ...]:
        return self.drawn < self.begins, self.drawn, self.who

    def match_first(self, share: float) -> ColumnElement[bool]:
        whole = 16**_DIGITS
        end = int.from_bytes(self.begins) + int(share * whole)
        last = (end % whole).to_bytes(len(self.begins))
        if end < whole:
            return self.drawn.between(self.begins, last)
        return or_(self.drawn >= self.begins, self.drawn <= last)
