"""``GET /api/v1/reports/sourcing``: the results of sourcing."""

from handlers.api.api_refusals import Code
from handlers.api.endpoint import ApiCall, ApiReply, make_endpoint
from handlers.api.report_request import AskedPeriod, build_body
from handlers.engine.turn import Turn
from handlers.sourcing.api.routes import REPORT_SOURCING
from storage.sourcing.sourcing_report import SourcingReport, load_sourcing_report


@make_endpoint(REPORT_SOURCING, scope="read", takes=AskedPeriod, answers={200: SourcingReport}, refuses=(Code.INVALID,))
async def report_sourcing(call: ApiCall, period: AskedPeriod) -> ApiReply:
    """Report the results of sourcing

    The report is about all reserved orders, or those between from and to. An order counts at the time of its
    reservation, with all its later events. One order may count in several figures.
    """

    async def look(turn: Turn) -> SourcingReport:
        return await load_sourcing_report(turn.unit, turn.tenant, period.since, period.until, turn.now)

    return ApiReply(200, build_body(await call.api.turns.look(call.business, look)))
