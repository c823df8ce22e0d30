"""The conversation module of plans."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from flows.events import MessageReceived, OrderCreated, OrderProgressed
from handlers.conversation import Conversation, Conversations, Job
from handlers.plans import plan_admission
from handlers.plans.api.routes import ROUTES
from handlers.plans.kept_plan_flow import RUNNING
from handlers.plans.plan_command import PLAN_COMMAND
from handlers.plans.plan_departure_checks import standing
from handlers.plans.plan_messages import ENTRY, gives
from handlers.plans.plan_undo import UNDOES
from handlers.plans.winback.commands import WIN_BACK_COMMAND
from storage.plans.plan_personal_tables import PERSONAL

if TYPE_CHECKING:
    from handlers.api.endpoint import Endpoint


def _endpoints(conversations: Conversations) -> Sequence[Endpoint[Any]]:
    from handlers.plans.api.plan_endpoints import endpoints

    return endpoints(conversations)


PLANS = Conversation(
    name="plans",
    routes=ROUTES,
    endpoints=_endpoints,
    tables=PERSONAL,
    flows=(RUNNING,),
    subjects=(ENTRY,),
    hears={
        MessageReceived: plan_admission.replied,
        OrderCreated: plan_admission.ordered,
        OrderProgressed: plan_admission.progressed,
    },
    jobs=(Job(plan_admission.JOB, plan_admission.MORNING, plan_admission.look),),
    standing=standing,
    gives=gives,
    commands=(WIN_BACK_COMMAND, PLAN_COMMAND),
    undoes=(UNDOES,),
)
