"""``GET /api/v1/reports/recovery``: what recovery brought, and what it cost."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

from pydantic import BeforeValidator, Field

from handlers.api.endpoint import Call, Reply, endpoint
from handlers.api.refusals import Code
from handlers.api.reports import Amount, Figures, Period, Report, Share
from handlers.recovery.routes import REPORT_RECOVERY
from handlers.turn import Turn
from storage.recovery import report as figures


class Group(Figures):
    """Carts of people who were treated alike, and how many of them ordered."""

    carts: int
    ordered: int
    revenue: Amount


class Lift(Figures):
    """How much more often people ordered who were written to: a difference of rates, with its interval."""

    rate: Share
    low: Share
    high: Share


class Step(Figures):
    """What one reminder brought."""

    step: int
    sent: int
    delivered: int
    clicked: int
    recovered: int
    revenue: Amount


class RecoveryReport(Report):
    """What recovery did. Money is a decimal string in ``currency``; revenue is net of refunds."""

    carts: Annotated[int, Field(description="abandoned, and first heard of in that time")]
    reachable: Annotated[int, Field(description="of somebody who agreed to be written to")]
    held_out: Annotated[int, Field(description="left alone, to measure against")]
    messaged: int
    clicked: int
    recovered: int
    revenue: Amount
    refunded: Amount
    refunds_left_out: Annotated[int, Field(description="in another currency than the order's, and not taken off")]
    cost: Annotated[Amount, Field(description="of the messages, in cost_currency")]
    cost_currency: Annotated[str, Field(description="the one that most was charged in")]
    costs: Annotated[
        dict[str, str],
        BeforeValidator(lambda costs: {one.currency: str(one) for one in costs}),
        Field(description="all that was charged, by currency"),
    ]
    opted_out: int
    by_step: list[Step]
    unsent: Annotated[dict[str, int], Field(description="carts nobody was written to about, by why")]
    refused: Annotated[dict[str, int], Field(description="how many sends each rule refused")]
    treated: Group
    control: Annotated[Group, Field(description="those left alone")]
    lift: Annotated[Lift | None, Field(description="null while too few are known")]


async def recovery_report(turn: Turn, start: datetime | None, end: datetime | None) -> dict[str, Any]:
    """The report; None on either side is without a bound."""
    return RecoveryReport.of(await figures.recovery_report(turn.unit, turn.tenant, start, end, turn.now))


@endpoint(REPORT_RECOVERY, scope="read", takes=Period, answers={200: RecoveryReport}, refuses=(Code.INVALID,))
async def report_recovery(call: Call, period: Period) -> Reply:
    """Report what recovery brought

    Of all time, unless from and to say otherwise. An order counts once and for one reason: its code, that checkout
    after a delivered message, or a click.
    """
    look = call.api.turns.look
    return Reply(200, await look(call.business, lambda turn: recovery_report(turn, period.since, period.until)))
