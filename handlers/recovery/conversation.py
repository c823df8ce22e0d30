"""The conversation module of cart recovery: reminders of an abandoned cart, and customers' answers."""

from __future__ import annotations

from flows import recovery
from flows.events import CartUpdated
from handlers.conversation import Conversation, Endpoints, Rank, Reader, plan_flows
from handlers.conversation import conversation_facets as facets
from handlers.jobs import chart_job
from handlers.recovery import abandoned_cart, recovery_chart, recovery_figures, stats_command
from handlers.recovery.abandoned_cart import APPLYING
from handlers.recovery.routes import REPORT_RECOVERY
from handlers.replies.customer_acts import ActKind


def _endpoints(*_shapes: object) -> Endpoints:
    from handlers.recovery.recovery_report_endpoint import report_recovery

    return (report_recovery,)


RECOVERY = Conversation(
    name="recovery",
    flows=(plan_flows.make_flow(recovery.NAME, recovery.make_plan, over="the cart of {who} is closed"),),
    hears={CartUpdated: abandoned_cart.take_cart},
    talk=facets.CustomerTalk(
        readers=(
            Reader(Rank.STANDING, abandoned_cart.take_end_press, acts={ActKind.CHOICE}),
            Reader(Rank.AGAIN, abandoned_cart.promise_anew, acts={ActKind.LATER}),
            Reader(Rank.OWN, abandoned_cart.take_decline, acts={ActKind.NO, ActKind.LATER}),
            Reader(Rank.KNOWN, abandoned_cart.tell_how_to_pay, acts={ActKind.PAY, ActKind.COMMAND}),
        ),
        leaving=abandoned_cart.LEAVING,
    ),
    staff=facets.StaffTalk(
        commands=(stats_command.STATS,), today=recovery_figures.report_month, figures=recovery_figures.describe_period
    ),
    api=facets.ApiSurface(routes=(REPORT_RECOVERY,), endpoints=_endpoints),
    work=facets.BackgroundWork(long_jobs={recovery_chart.KIND: chart_job.make_chart_job(recovery_chart.draw_chart)}),
    sending=facets.MessageSending(subjects=(abandoned_cart.CART,)),
    data=facets.OwnData(applying=APPLYING),
)
