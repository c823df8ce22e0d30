"""The conversation module of plans."""

from __future__ import annotations

from flows.events import MessageReceived, OrderCreated, OrderProgressed
from handlers.conversation import (
    ApiSurface,
    BackgroundWork,
    Conversation,
    Endpoints,
    Job,
    MessageSending,
    OwnData,
    StaffTalk,
)
from handlers.plans import plan_admission
from handlers.plans.api.routes import ROUTES
from handlers.plans.kept_plan_flow import RUNNING
from handlers.plans.plan_command import PLAN_COMMAND
from handlers.plans.plan_departure_checks import standing
from handlers.plans.plan_messages import ENTRY, gives
from handlers.plans.plan_undo import UNDOES
from handlers.plans.winback.commands import WIN_BACK_COMMAND
from storage.plans.plan_personal_tables import PERSONAL


def _endpoints(*_shapes: object) -> Endpoints:
    from handlers.plans.api.plan_endpoints import ENDPOINTS

    return ENDPOINTS


PLANS = Conversation(
    name="plans",
    flows=(RUNNING,),
    hears={
        MessageReceived: plan_admission.replied,
        OrderCreated: plan_admission.ordered,
        OrderProgressed: plan_admission.progressed,
    },
    staff=StaffTalk(commands=(WIN_BACK_COMMAND, PLAN_COMMAND), undoes=(UNDOES,)),
    api=ApiSurface(routes=ROUTES, endpoints=_endpoints),
    work=BackgroundWork(jobs=(Job(plan_admission.JOB, plan_admission.MORNING, plan_admission.look),)),
    sending=MessageSending(subjects=(ENTRY,), standing=standing, gives=gives),
    data=OwnData(tables=PERSONAL),
)
