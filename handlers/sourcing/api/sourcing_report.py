"""``GET /api/v1/reports/sourcing``: what became of the orders that were reserved, and which shops helped."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import Field

from handlers.api.endpoint import Call, Reply, endpoint
from handlers.api.refusals import Code
from handlers.api.reports import Amount, Figures, Period, Report, Seconds, Share
from handlers.sourcing.api.routes import REPORT_SOURCING
from handlers.turn import Turn
from storage.sourcing import report as figures


class Refunds(Figures):
    """Orders of which money went back, and how much of it."""

    count: int
    amount: Amount


class Express(Figures):
    """Express orders, and those of which something was not fetched within the promised day."""

    count: int
    missed: int


class ShopRecord(Figures):
    """How one shop did, counted in lines of orders."""

    shop: Annotated[str, Field(description="as in the business file")]
    asked: int
    yes: Annotated[int, Field(description="had all of it, some of it, or was going to have it")]
    no: int
    silent: Annotated[int, Field(description="said nothing until the deadline")]
    median_reply: Annotated[Seconds | None, Field(description="seconds; null while it answered nothing")]
    won: Annotated[int, Field(description="given to it")]
    handed_over: Annotated[int, Field(description="fetched there")]
    commission: Annotated[Amount, Field(description="earned by these orders, less what was reversed")]


class SourcingReport(Report):
    """What became of the orders reserved in that time. Money is a decimal string in ``currency``."""

    reserved: int
    available: Annotated[int, Field(description="all that the customer wanted was there, once")]
    part: Annotated[int, Field(description="a part of it was offered")]
    unavailable: int
    expired: Annotated[int, Field(description="there, and not paid or chosen in time")]
    confirmed: Annotated[int, Field(description="paid, or confirmed where it is paid at the door")]
    delivered: int
    cancelled: int
    refunded: Refunds
    revenue: Annotated[Amount, Field(description="of what was confirmed and not called off, less what went back")]
    time_to_answer: Annotated[
        Seconds | None,
        Field(description="seconds, the median from the reservation until its customer knew"),
    ]
    time_to_deliver: Annotated[Seconds | None, Field(description="seconds, the median from confirmation to door")]
    fill_rate: Annotated[
        Share | None, Field(description="the share of the answered orders of which every piece was found, from 0 to 1")
    ]
    by_shop: list[ShopRecord]
    express: Express


@endpoint(REPORT_SOURCING, scope="read", takes=Period, answers={200: SourcingReport}, refuses=(Code.INVALID,))
async def report_sourcing(call: Call, period: Period) -> Reply:
    """Report what sourcing did

    Of all orders that were reserved, unless from and to say otherwise: an order belongs to the time in which it was
    reserved, and all that became of it counts there. One order may count in several figures.
    """

    async def look(turn: Turn) -> dict[str, Any]:
        reckoned = await figures.sourcing_report(turn.unit, turn.tenant, period.since, period.until, turn.now)
        return SourcingReport.of(reckoned)

    return Reply(200, await call.api.turns.look(call.business, look))
