"""An order of people by chance, the same for the same seed, of which the first of a share can be asked for alone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Protocol
from uuid import UUID

from sqlalchemy import BigInteger, ColumnElement, LargeBinary, func, literal, or_

_DIGITS = 8
_SPAN = 2**64
_LEAST = -(2**63)


class ByChance(Protocol):
    """People by chance, in a certain ``order`` of columns."""

    @property
    def order(self) -> tuple[ColumnElement[Any], ...]:
        """What they are sorted by."""

    def first(self, share: float) -> ColumnElement[bool]:
        """Whether somebody is among the first of a share of all."""


def by_chance(who: ColumnElement[UUID], seed: str, *, postgres: bool) -> ByChance:
    """The order of some ids that the hexadecimal digits ``seed`` give, 15 of them at most."""
    return _Hashed(who, int(seed, 16)) if postgres else _Drawn.of(who, seed)


@dataclass(frozen=True, slots=True)
class _Hashed:
    """By PostgreSQL's hash of a UUID with a seed, as its partitions by hash use it: it takes a third of the time of a
    look at digits. https://www.postgresql.org/docs/current/sql-createopclass.html (hash support function 2)"""

    who: ColumnElement[UUID]
    seed: int

    @property
    def order(self) -> tuple[ColumnElement[Any], ...]:
        return self._drawn, self.who

    def first(self, share: float) -> ColumnElement[bool]:
        return self._drawn < literal(min(_LEAST + int(share * _SPAN), -_LEAST - 1), BigInteger)

    @property
    def _drawn(self) -> ColumnElement[int]:
        return func.uuid_hash_extended(self.who, literal(self.seed, BigInteger), type_=BigInteger)


@dataclass(frozen=True, slots=True)
class _Drawn:
    """By the last eight digits of an id, from some on and again from 0 behind the last. These are drawn by chance, also
    of ids of one millisecond, as a file of people has them: such ids grow by random steps of as many digits
    (bot/ids.py), so that those before them are nearly the same.
    https://www.rfc-editor.org/rfc/rfc9562#name-uuid-version-7"""

    who: ColumnElement[UUID]
    drawn: ColumnElement[bytes]
    begins: bytes

    @classmethod
    def of(cls, who: ColumnElement[UUID], seed: str) -> _Drawn:
        """From the digits of a seed on. They are looked at as bytes, before any condition."""
        return cls(who, func.substr(who, 13, type_=LargeBinary), bytes.fromhex(f"{seed[:_DIGITS]:0<{_DIGITS}}"))

    @property
    def order(self) -> tuple[ColumnElement[Any], ...]:
        return self.drawn < self.begins, self.drawn, self.who

    def first(self, share: float) -> ColumnElement[bool]:
        whole = 16**_DIGITS
        end = int.from_bytes(self.begins) + int(share * whole)
        last = (end % whole).to_bytes(len(self.begins))
        if end < whole:
            return self.drawn.between(self.begins, last)
        return or_(self.drawn >= self.begins, self.drawn <= last)
