"""The lots of a mailing's chunk, one for each person, and their form as a table for joins.

The table is written once, with parameters for its content: arrays on PostgreSQL; on SQLite, without arrays,
concatenated values of one width, cut apart by place.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    DateTime,
    Float,
    FromClause,
    Integer,
    LargeBinary,
    Text,
    bindparam,
    cast,
    column,
    func,
    literal,
    select,
    type_coerce,
)
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.dialects.postgresql import UUID as PostgresUUID

from storage.sql.column_types import Id, Moment

_ID, _NUMBER, _FRACTION, _MOMENT = 16, 3, 22, 18  # bytes of one value among the packed ones
MOST_VARIANTS = 10**_NUMBER
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class Allotment:
    """The lot of one person: the id of the message, the variant, the draw, and when the message is due.

    ``variant`` counts from 0 and stays below MOST_VARIANTS; ``draw`` is from [0, 1).
    """

    contact: UUID
    message: UUID
    variant: int
    draw: float
    due: datetime


def make_lot_table(*, postgres: bool) -> FromClause:
    """Return the table ``given``: contact, message, variant, draw, due."""
    return _unnest_lots() if postgres else _unpack_lots()


def make_lot_parameters(lots: Sequence[Allotment], *, postgres: bool) -> dict[str, Any]:
    """Return the table's content; there must be one lot at least. Raises ValueError for a lot that does not fit."""
    return _lists(lots) if postgres else _pack_lots(lots)


def _unnest_lots() -> FromClause:
    uuids = ARRAY(PostgresUUID(as_uuid=True))
    lists = (
        bindparam("lots_contact", type_=uuids),
        bindparam("lots_message", type_=uuids),
        bindparam("lots_variant", type_=ARRAY(Integer)),
        bindparam("lots_draw", type_=ARRAY(Float)),
        bindparam("lots_due", type_=ARRAY(DateTime(timezone=True))),
    )
    ids = (column("contact", Id()), column("message", Id()))
    others = (column("variant", Integer), column("draw", Float), column("due", Moment()))
    return func.unnest(*lists).table_valued(*ids, *others, name="given").render_derived()


def _lists(lots: Sequence[Allotment]) -> dict[str, Any]:
    return {
        "lots_contact": [lot.contact for lot in lots],
        "lots_message": [lot.message for lot in lots],
        "lots_variant": [lot.variant for lot in lots],
        "lots_draw": [lot.draw for lot in lots],
        "lots_due": [lot.due for lot in lots],
    }


def _unpack_lots() -> FromClause:
    start = select(literal(0).label("n")).cte("nth_lot", recursive=True)
    places = start.union_all(select(start.c.n + 1).where(start.c.n < bindparam("lots_last", type_=Integer)))

    def nth(name: str, width: int) -> ColumnElement[Any]:
        return func.substr(bindparam(f"lots_{name}", type_=LargeBinary), places.c.n * width + 1, width)

    def number(name: str, width: int) -> ColumnElement[Any]:
        return cast(cast(nth(name, width), Text), Integer)

    return select(
        type_coerce(nth("contact", _ID), Id()).label("contact"),
        type_coerce(nth("message", _ID), Id()).label("message"),
        number("variant", _NUMBER).label("variant"),
        cast(cast(nth("draw", _FRACTION), Text), Float).label("draw"),
        type_coerce(number("due", _MOMENT), Moment()).label("due"),
    ).cte("given")


def _pack_lots(lots: Sequence[Allotment]) -> dict[str, Any]:
    dues = {due: f"{(due - _EPOCH) // _MICROSECOND:0{_MOMENT}d}" for due in {lot.due for lot in lots}}
    return {
        "lots_last": len(lots) - 1,
        "lots_contact": b"".join([lot.contact.bytes for lot in lots]),
        "lots_message": b"".join([lot.message.bytes for lot in lots]),
        "lots_variant": _side_by_side([f"{lot.variant:0{_NUMBER}d}" for lot in lots], _NUMBER),
        # 17 digits tell every float from its neighbours, however small.
        "lots_draw": _side_by_side([f"{lot.draw:.16e}" for lot in lots], _FRACTION),
        "lots_due": _side_by_side([dues[lot.due] for lot in lots], _MOMENT),
    }


def _side_by_side(values: Sequence[str], width: int) -> bytes:
    """Join values of one width into bytes. A wider value would shift all later ones."""
    packed = "".join(values).encode()
    if len(packed) != len(values) * width:
        raise ValueError(f"{max(values, key=len)} has more than the {width} characters of its column")
    return packed
