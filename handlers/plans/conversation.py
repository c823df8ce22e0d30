"""The conversation module of plans."""

from __future__ import annotations

from flows.events import MessageReceived
from handlers.conversation import Conversation, DailyJob
from handlers.conversation import conversation_facets as facets
from handlers.conversation.endpoint_search import find_endpoints
from handlers.plans import plan_admission
from handlers.plans.api.routes import ROUTES
from handlers.plans.kept_plan_flow import RUNNING
from handlers.plans.order_entries import ORDER_ENTRIES
from handlers.plans.plan_command import PLAN_COMMAND
from handlers.plans.plan_departure_checks import judge_departures
from handlers.plans.plan_messages import ENTRY, gives
from handlers.plans.plan_undo import UNDOES
from handlers.plans.winback.commands import WIN_BACK_COMMAND
from storage.plans.plan_personal_tables import PERSONAL

PLANS = Conversation(
    name="plans",
    flows=(RUNNING,),
    hears={MessageReceived: plan_admission.end_for_reply},
    admits=plan_admission.admit,
    staff=facets.StaffTalk(commands=(WIN_BACK_COMMAND, PLAN_COMMAND), undoes=(UNDOES,)),
    api=facets.ApiSurface(routes=ROUTES, endpoints=find_endpoints("handlers.plans.api", ROUTES)),
    work=facets.BackgroundWork(daily_jobs=(DailyJob(plan_admission.JOB, plan_admission.MORNING, plan_admission.look),)),
    sending=facets.MessageSending(subjects=(ENTRY,), standing=judge_departures, gives=gives),
    data=facets.OwnData(enters=ORDER_ENTRIES, tables=PERSONAL),
)
