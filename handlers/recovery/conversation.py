"""The conversation module of cart recovery: reminders of an abandoned cart, and customers' answers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from flows import recovery
from flows.events import CartUpdated
from handlers.conversation import Conversation, Conversations, Rank, Reader, plan_flows
from handlers.jobs import chart_job
from handlers.recovery import abandoned_cart, recovery_chart, recovery_figures, stats_command
from handlers.recovery.abandoned_cart import APPLYING
from handlers.recovery.routes import REPORT_RECOVERY
from handlers.replies.customer_acts import ActKind

if TYPE_CHECKING:
    from handlers.api.endpoint import Endpoint


def _endpoints(_conversations: Conversations) -> Sequence[Endpoint[Any]]:
    from handlers.recovery.recovery_report_endpoint import report_recovery

    return (report_recovery,)


RECOVERY = Conversation(
    name="recovery",
    routes=(REPORT_RECOVERY,),
    endpoints=_endpoints,
    flows=(plan_flows.flow_of(recovery.NAME, recovery.plan, over="the cart of {who} is let go"),),
    subjects=(abandoned_cart.CART,),
    stopping=abandoned_cart.STOPPING,
    hears={CartUpdated: abandoned_cart.left},
    commands=(stats_command.STATS,),
    applying=APPLYING,
    today=recovery_figures.today,
    figures=recovery_figures.lines,
    long_jobs={recovery_chart.KIND: chart_job.drawn_by(recovery_chart.charted)},
    readers=(
        Reader(Rank.STANDING, abandoned_cart.pressed, acts={ActKind.CHOICE}),
        Reader(Rank.AGAIN, abandoned_cart.promise_anew, acts={ActKind.LATER}),
        Reader(Rank.OWN, abandoned_cart.declined, acts={ActKind.NO, ActKind.LATER}),
        Reader(Rank.KNOWN, abandoned_cart.how_to_pay, acts={ActKind.PAY, ActKind.COMMAND}),
    ),
)
