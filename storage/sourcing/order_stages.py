"""The stage of an open order, read from its rows: by its state, and while fetched by the promises left."""

from __future__ import annotations

from enum import StrEnum

from sqlalchemy import Case, ColumnElement, Exists, and_, case, exists

from flows.sourcing.order import FOR_STOCK
from flows.sourcing.order_line import PromiseState
from flows.sourcing.order_quote import QUOTE
from flows.sourcing.order_state import Status
from flows.sourcing.shop_ask import Says
from storage.schema import promises, reservations, reserved_lines, stock_asks


class Stage(StrEnum):
    """The stage of an open order, most urgent first: those that wait for us, then those that wait for others."""

    LOST = "lost"  # it is unavailable
    NOBODY = "nobody"  # it is confirmed, pieces are missing, and nobody is left to ask
    REFUNDING = "refunding"  # its money is on its way back
    TO_FETCH = "to_fetch"  # shops keep pieces of it
    TO_MAKE = "to_make"
    LACKING = "lacking"  # it is confirmed, and shops are asked again for missing pieces
    TO_CHECK = "to_check"  # all of it is here, to be checked
    TO_PACK = "to_pack"  # all of it is here
    TO_SHIP = "to_ship"  # it is packed
    CHOOSES = "chooses"  # the customer decides about a part
    TO_CONFIRM = "to_confirm"  # the customer confirms payment at the door, or a price
    TO_PAY = "to_pay"
    ASKING = "asking"  # shops are asked
    ON_ITS_WAY = "on_its_way"


_BY_STATUS = {
    Status.CANNOT_SOURCE: Stage.LOST,
    Status.REFUNDING: Stage.REFUNDING,
    Status.QUALITY_CHECK: Stage.TO_CHECK,
    Status.PACKED: Stage.TO_SHIP,
    Status.PART_AVAILABLE: Stage.CHOOSES,
    Status.CHECKING: Stage.ASKING,
    Status.SHIPPED: Stage.ON_ITS_WAY,
}


def make_stage() -> Case[str]:
    """Return the stage of a row of reservations."""
    status, pay = reservations.c.status, reservations.c.pay
    fetching = status.in_([Status.CONFIRMED.value, Status.SOURCING.value])
    lacks = and_(fetching, _line(reserved_lines.c.status == "missing"))
    agrees = and_(status == Status.AVAILABLE.value, pay.in_(["cod", QUOTE]))
    pays = and_(status == Status.RESERVED.value, pay == "first")
    return case(
        (and_(lacks, _asks_a_shop()), Stage.LACKING.value),
        (lacks, Stage.NOBODY.value),
        (and_(fetching, _match_kept_by_shop()), Stage.TO_FETCH.value),
        (
            and_(fetching, _line(and_(reserved_lines.c.sku == "", reserved_lines.c.status == "held"))),
            Stage.TO_MAKE.value,
        ),
        (fetching, Stage.TO_PACK.value),
        (agrees, Stage.TO_CONFIRM.value),
        (and_(status == Status.AVAILABLE.value, pay != FOR_STOCK), Stage.TO_PAY.value),
        (pays, Stage.TO_PAY.value),
        (and_(status == Status.QUALITY_CHECK.value, reservations.c.approved.is_(True)), Stage.TO_PACK.value),
        *((status == one.value, found.value) for one, found in _BY_STATUS.items()),
        else_=Stage.ASKING.value,
    )


def _line(which: ColumnElement[bool]) -> Exists:
    """Return True if the order has a matching line."""
    of = and_(reserved_lines.c.business == reservations.c.business, reserved_lines.c.order == reservations.c.id)
    return exists().where(of, which)


def _asks_a_shop() -> Exists:
    """Return True if a shop's answer is awaited."""
    of = and_(stock_asks.c.business == reservations.c.business, stock_asks.c.order == reservations.c.id)
    return exists().where(of, stock_asks.c.says == Says.OPEN.value)


def _match_kept_by_shop() -> Exists:
    """Return True if a piece of the order is still to be fetched."""
    of = and_(promises.c.business == reservations.c.business, promises.c.order == reservations.c.id)
    return exists().where(of, promises.c.shop.is_not(None), promises.c.stand == PromiseState.HELD.value)
