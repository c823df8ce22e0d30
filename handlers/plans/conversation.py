"""Kept plans as a conversation."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from flows.events import MessageReceived, OrderCreated, OrderProgressed
from handlers.conversation import Conversation, Conversations, Job
from handlers.plans import entering
from handlers.plans.api.routes import ROUTES
from handlers.plans.own import PLAN_COMMAND
from handlers.plans.running import RUNNING
from handlers.plans.standing import standing
from handlers.plans.told import ENTRY, gives
from handlers.plans.undoing import UNDOES
from handlers.plans.winback.commands import WIN_BACK_COMMAND
from storage.plans.plan_personal_tables import PERSONAL

if TYPE_CHECKING:
    from handlers.api.endpoint import Endpoint


def _endpoints(conversations: Conversations) -> Sequence[Endpoint[Any]]:
    from handlers.plans.api.endpoints import endpoints

    return endpoints(conversations)


PLANS = Conversation(
    name="plans",
    routes=ROUTES,
    endpoints=_endpoints,
    tables=PERSONAL,
    flows=(RUNNING,),
    subjects=(ENTRY,),
    hears={
        MessageReceived: entering.replied,
        OrderCreated: entering.ordered,
        OrderProgressed: entering.progressed,
    },
    jobs=(Job(entering.JOB, entering.MORNING, entering.look),),
    standing=standing,
    gives=gives,
    commands=(WIN_BACK_COMMAND, PLAN_COMMAND),
    undoes=(UNDOES,),
)
