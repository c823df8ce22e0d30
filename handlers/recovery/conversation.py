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
    flows=(plan_flows.flow_of(recovery.NAME, recovery.plan, over="the cart of {who} is closed"),),
    hears={CartUpdated: abandoned_cart.left},
    talk=facets.CustomerTalk(
        readers=(
            Reader(Rank.STANDING, abandoned_cart.pressed, acts={ActKind.CHOICE}),
            Reader(Rank.AGAIN, abandoned_cart.promise_anew, acts={ActKind.LATER}),
            Reader(Rank.OWN, abandoned_cart.declined, acts={ActKind.NO, ActKind.LATER}),
            Reader(Rank.KNOWN, abandoned_cart.how_to_pay, acts={ActKind.PAY, ActKind.COMMAND}),
        ),
        stopping=abandoned_cart.STOPPING,
    ),
    staff=facets.StaffTalk(
        commands=(stats_command.STATS,), today=recovery_figures.today, figures=recovery_figures.lines
    ),
    api=facets.ApiSurface(routes=(REPORT_RECOVERY,), endpoints=_endpoints),
    work=facets.BackgroundWork(long_jobs={recovery_chart.KIND: chart_job.drawn_by(recovery_chart.charted)}),
    sending=facets.MessageSending(subjects=(abandoned_cart.CART,)),
    data=facets.OwnData(applying=APPLYING),
)
