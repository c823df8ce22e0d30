"""Cart recovery: reminders of a cart that was left, and what customers answer to them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from flows import recovery
from flows.events import CartUpdated
from handlers.conversation import Conversation, Conversations, Rank, Reader, plan_flows
from handlers.jobs import pictures
from handlers.recovery import carts, figures, pictured, stats
from handlers.recovery.carts import APPLYING
from handlers.recovery.routes import REPORT_RECOVERY
from handlers.replies.acts import ActKind

if TYPE_CHECKING:
    from handlers.api.endpoint import Endpoint


def _endpoints(_conversations: Conversations) -> Sequence[Endpoint[Any]]:
    from handlers.recovery.report import report_recovery

    return (report_recovery,)


RECOVERY = Conversation(
    name="recovery",
    routes=(REPORT_RECOVERY,),
    endpoints=_endpoints,
    flows=(plan_flows.flow_of(recovery.NAME, recovery.plan, over="the cart of {who} is let go"),),
    subjects=(carts.CART,),
    stopping=carts.STOPPING,
    hears={CartUpdated: carts.left},
    commands=(stats.STATS,),
    applying=APPLYING,
    today=figures.today,
    figures=figures.lines,
    long_jobs={pictured.KIND: pictures.drawn_by(pictured.charted)},
    readers=(
        Reader(Rank.STANDING, carts.pressed, acts={ActKind.CHOICE}),
        Reader(Rank.AGAIN, carts.promise_anew, acts={ActKind.LATER}),
        Reader(Rank.OWN, carts.declined, acts={ActKind.NO, ActKind.LATER}),
        Reader(Rank.KNOWN, carts.how_to_pay, acts={ActKind.PAY, ActKind.COMMAND}),
    ),
)
