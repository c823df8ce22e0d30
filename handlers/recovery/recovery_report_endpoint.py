"""``GET /api/v1/reports/recovery``: the revenue of recovery, and its costs."""

from handlers.api.api_refusals import Code
from handlers.api.endpoint import ApiCall, ApiReply, make_endpoint
from handlers.api.report_request import AskedPeriod, build_body
from handlers.engine.turn import Turn
from handlers.recovery.routes import REPORT_RECOVERY
from storage.recovery.recovery_report import RecoveryReport, load_recovery_report


@make_endpoint(REPORT_RECOVERY, scope="read", takes=AskedPeriod, answers={200: RecoveryReport}, refuses=(Code.INVALID,))
async def report_recovery(call: ApiCall, period: AskedPeriod) -> ApiReply:
    """Report the results of recovery

    For all time, or for the period between from and to. An order counts once and for one reason: its code, that
    checkout after a delivered message, or a click.
    """

    async def look(turn: Turn) -> RecoveryReport:
        return await load_recovery_report(turn.unit, turn.tenant, period.since, period.until, turn.now)

    return ApiReply(200, build_body(await call.api.turns.look(call.business, look)))
