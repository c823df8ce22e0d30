"""``GET /api/v1/reports/offers``: the results of returns and offers."""

from handlers.api.api_refusals import Code
from handlers.api.endpoint import ApiCall, ApiReply, make_endpoint
from handlers.api.report_request import AskedPeriod, build_body
from handlers.engine.turn import Turn
from handlers.returns.api.routes import REPORT_OFFERS
from handlers.returns.offer_report import OfferReport, load_report
from storage.promotions.sponsors import Sponsors


@make_endpoint(
    REPORT_OFFERS,
    scope="read",
    takes=AskedPeriod,
    answers={200: OfferReport},
    refuses=(Code.INVALID,),
    sponsors=True,
)
async def report_offers(call: ApiCall, period: AskedPeriod) -> ApiReply:
    """Report the results of offers after returns

    The report is about all returns, or those decided on between from and to. A return counts at that time, with all
    clicks and purchases that came later. The key of one partner reads its own returns alone, by whole months up to the
    end of yesterday; its figures count people and are rounded down to tens.
    """

    async def look(turn: Turn) -> OfferReport:
        sponsor = await turn.unit.of(Sponsors).get(call.key.sponsor) if call.key.sponsor else None
        return await load_report(turn, period.since, period.until, sponsor)

    return ApiReply(200, build_body(await call.api.turns.look(call.business, look)))
