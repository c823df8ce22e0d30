"""``GET /api/v1/reports/sourcing``: what became of the orders that were reserved, and which shops helped."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from pydantic import BaseModel, Field

from handlers.api.endpoint import Call, Reply, endpoint
from handlers.api.refusals import Code
from handlers.api.reports import Period
from handlers.sourcing.api.routes import REPORT_SOURCING


class Refunds(BaseModel):
    """Orders of which money went back, and how much of it."""

    count: int
    amount: str


class Express(BaseModel):
    """Express orders, and those of which something was not fetched within the promised day."""

    count: int
    missed: int


class ShopRecord(BaseModel):
    """How one shop did, counted in lines of orders."""

    shop: Annotated[str, Field(description="as in the business file")]
    asked: int
    yes: Annotated[int, Field(description="had all of it, some of it, or was going to have it")]
    no: int
    silent: Annotated[int, Field(description="said nothing until the deadline")]
    median_reply: Annotated[int | None, Field(description="seconds; null while it answered nothing")]
    won: Annotated[int, Field(description="given to it")]
    handed_over: Annotated[int, Field(description="fetched there")]
    commission: Annotated[str, Field(description="earned by these orders, less what was reversed")]


class SourcingReport(BaseModel):
    """What became of the orders reserved in that time. Money is a decimal string in ``currency``."""

    since: Annotated[datetime | None, Field(alias="from")]
    until: Annotated[datetime | None, Field(alias="to")]
    currency: str
    reserved: int
    available: Annotated[int, Field(description="all that the customer wanted was there, once")]
    part: Annotated[int, Field(description="a part of it was offered")]
    unavailable: int
    expired: Annotated[int, Field(description="there, and not paid or chosen in time")]
    confirmed: Annotated[int, Field(description="paid, or confirmed where it is paid at the door")]
    delivered: int
    cancelled: int
    refunded: Refunds
    revenue: Annotated[str, Field(description="of what was confirmed and not called off, less what went back")]
    time_to_answer: Annotated[
        int | None, Field(description="seconds, the median from the reservation until the customer knew what there is")
    ]
    time_to_deliver: Annotated[int | None, Field(description="seconds, the median from the confirmation to the door")]
    fill_rate: Annotated[
        float | None, Field(description="the share of the answered orders of which every piece was found, from 0 to 1")
    ]
    by_shop: list[ShopRecord]
    express: Express


@endpoint(REPORT_SOURCING, scope="read", takes=Period, answers={200: SourcingReport}, refuses=(Code.INVALID,))
async def report_sourcing(call: Call, period: Period) -> Reply:
    """Report what sourcing did

    Of all orders that were reserved, unless from and to say otherwise: an order belongs to the time in which it was
    reserved, and all that became of it counts there. One order may count in several figures.
    """
    from handlers.sourcing.actions.sourcing_report import (
        sourcing_report,  # reckoning is loaded with the first who asks for it
    )

    return Reply(
        200,
        await call.api.turns.look(call.business, lambda turn: sourcing_report(turn, period.since, period.until)),
    )
