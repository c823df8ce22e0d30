"""``GET /api/v1/reports/recovery``: what recovery brought, and what it cost."""

from __future__ import annotations

from handlers.api.endpoint import Call, Reply, endpoint
from handlers.api.refusals import Code
from handlers.api.reports import Period, RecoveryReport
from handlers.recovery.report import recovery_report
from handlers.recovery.routes import REPORT_RECOVERY


@endpoint(
    REPORT_RECOVERY,
    scope="read",
    takes=Period,
    answers={200: RecoveryReport},
    refuses=(Code.INVALID,),
)
async def report_recovery(call: Call, period: Period) -> Reply:
    """Report what recovery brought

    Of all time, unless from and to say otherwise. An order counts once and for one reason: its code, that checkout
    after a delivered message, or a click.
    """
    since, until = period.since, period.until
    return Reply(200, await call.api.turns.look(call.business, lambda turn: recovery_report(turn, since, until)))
