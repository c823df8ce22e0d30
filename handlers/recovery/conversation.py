"""Cart recovery: reminders of a cart that was left, and what customers answer to them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from flows import recovery
from flows.events import CartUpdated
from handlers import plans
from handlers.conversation import Conversation, Conversations, Rank, Reader
from handlers.recovery import cart_left, carts, stats
from handlers.recovery.routes import REPORT_RECOVERY
from handlers.recovery.subject import CART

if TYPE_CHECKING:
    from handlers.api.endpoint import Endpoint


def _endpoints(_conversations: Conversations) -> Sequence[Endpoint[Any]]:
    from handlers.recovery.report import report_recovery

    return (report_recovery,)


RECOVERY = Conversation(
    name="recovery",
    routes=(REPORT_RECOVERY,),
    endpoints=_endpoints,
    flows=(plans.flow_of(recovery.NAME, recovery.plan, over="the cart of {who} is let go"),),
    subjects=(CART,),
    hears={CartUpdated: cart_left.left},
    commands=(stats.STATS,),
    readers=(Reader(Rank.AGAIN, carts.promise_anew), Reader(Rank.OWN, carts.declined)),
)
