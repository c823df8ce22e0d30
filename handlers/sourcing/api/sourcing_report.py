"""``GET /api/v1/reports/sourcing``: what became of the orders that were reserved, and which shops helped."""

from handlers.api.endpoint import ApiReply, Call, endpoint
from handlers.api.refusals import Code
from handlers.api.reports import AskedPeriod, body
from handlers.sourcing.api.routes import REPORT_SOURCING
from handlers.turn import Turn
from storage.sourcing.report import SourcingReport, sourcing_report


@endpoint(REPORT_SOURCING, scope="read", takes=AskedPeriod, answers={200: SourcingReport}, refuses=(Code.INVALID,))
async def report_sourcing(call: Call, period: AskedPeriod) -> ApiReply:
    """Report what sourcing did

    Of all orders that were reserved, unless from and to say otherwise: an order belongs to the time in which it was
    reserved, and all that became of it counts there. One order may count in several figures.
    """

    async def look(turn: Turn) -> SourcingReport:
        return await sourcing_report(turn.unit, turn.tenant, period.since, period.until, turn.now)

    return ApiReply(200, body(await call.api.turns.look(call.business, look)))
