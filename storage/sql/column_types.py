"""Column types that hold the same values on SQLite and PostgreSQL."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Any
from uuid import UUID

from sqlalchemy import UUID as NativeUUID
from sqlalchemy import BigInteger, DateTime, LargeBinary, String
from sqlalchemy.engine import Dialect
from sqlalchemy.exc import DontWrapMixin
from sqlalchemy.types import TypeDecorator, TypeEngine

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
# A zone is less than a day from UTC, and PostgreSQL's driver takes the very first and last moments as infinities.
_FIRST = datetime.min.replace(tzinfo=UTC) + timedelta(days=1)
_LAST = datetime.max.replace(tzinfo=UTC) - timedelta(days=1)


class NotKept(DontWrapMixin, ValueError):
    """A value that a column could not return unchanged; nothing is written."""


class Id(TypeDecorator[UUID]):
    """A UUID in 16 bytes: native on PostgreSQL, a BLOB on SQLite; both sort by the bytes, so by time for UUIDv7."""

    impl = LargeBinary
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        if dialect.name == "postgresql":
            return dialect.type_descriptor(NativeUUID(as_uuid=True))
        return dialect.type_descriptor(LargeBinary(16))

    def process_bind_param(self, value: UUID | None, dialect: Dialect) -> Any:
        return value if dialect.name == "postgresql" else _bytes_of(value)

    def bind_processor(self, dialect: Dialect) -> Callable[[Any], Any] | None:
        """Return a direct conversion to the driver's value."""
        return None if dialect.name == "postgresql" else _bytes_of

    def result_processor(self, dialect: Dialect, coltype: object) -> Callable[[Any], UUID | None] | None:
        """Return a direct conversion from the driver's value: a message has a dozen ids, and is read for every
        departure.
        """
        return None if dialect.name == "postgresql" else _id_of


class Moment(TypeDecorator[datetime]):
    """An aware UTC datetime: timestamptz on PostgreSQL, integer microseconds since 1970 on SQLite.

    Raises NotKept for a naive value: a time without its zone is a wrong hour waiting to happen. It also raises for the
    first day of the year 1 or the last of 9999: PostgreSQL would take it, and no row with it could be read again.
    """

    impl = BigInteger
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        if dialect.name == "postgresql":
            return dialect.type_descriptor(DateTime(timezone=True))
        return dialect.type_descriptor(BigInteger())

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> Any:
        if value is None:
            return None
        if value.tzinfo is None:
            raise NotKept(f"{value!r} has no time zone; stored times are aware")
        if not _FIRST <= value <= _LAST:
            raise NotKept("a date too far in the past or the future cannot be stored")
        return value if dialect.name == "postgresql" else (value - _EPOCH) // _MICROSECOND

    def result_processor(self, dialect: Dialect, coltype: object) -> Callable[[Any], datetime | None] | None:
        """Return a direct conversion from the driver's value."""
        return _convert_to_utc if dialect.name == "postgresql" else _moment_of


LETTERS = String().with_variant(String(collation="C"), "postgresql")
"""Text in code-point order on both databases, so that an index stores words with the same prefix together."""


def spell_type(kind: TypeEngine[Any], dialect: Dialect) -> str:
    """Return the database's name of a type, without its collation."""
    return kind.compile(dialect).partition(" COLLATE ")[0]


def _bytes_of(value: UUID | None) -> bytes | None:
    return None if value is None else value.int.to_bytes(16, "big")


@lru_cache(maxsize=2048)  # the queries of one batch name the same people and messages again and again
def _id_of(value: bytes | None) -> UUID | None:
    return None if value is None else UUID(bytes=value)


def _convert_to_utc(value: datetime | None) -> datetime | None:
    if value is None:
        return None
    if value.tzinfo is None:  # an infinity, in old rows with the year 1
        return _FIRST if value.year == 1 else _LAST
    return value.astimezone(UTC)


def _moment_of(value: int | None) -> datetime | None:
    return None if value is None else _EPOCH + timedelta(microseconds=value)
