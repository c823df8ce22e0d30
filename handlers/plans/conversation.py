"""Kept plans as a conversation."""

from __future__ import annotations

from flows.events import (
    LinkVisited,
    MessageReceived,
    OrderCancelled,
    OrderCreated,
    OrderDelivered,
    OrderRefunded,
    OrderShipped,
)
from flows.profiles.events import CustomerVisited, ReturnCompleted
from handlers.conversation import Conversation, Job
from handlers.plans import entering
from handlers.plans.commands import WIN_BACK_COMMAND
from handlers.plans.running import RUNNING
from handlers.plans.standing import standing
from handlers.plans.told import ENTRY
from handlers.plans.undoing import UNDOES
from storage.plans.personal import PERSONAL

_ENTERED_BY = (
    CustomerVisited, LinkVisited, OrderCancelled, OrderCreated, OrderDelivered, OrderRefunded, OrderShipped,
    ReturnCompleted,
)  # fmt: skip
"""Those of flows.plans.terms.ENTERABLE."""

PLANS = Conversation(
    name="plans",
    tables=PERSONAL,
    flows=(RUNNING,),
    subjects=(ENTRY,),
    hears={MessageReceived: entering.replied, **dict.fromkeys(_ENTERED_BY, entering.by_event)},
    jobs=(Job(entering.JOB, entering.MORNING, entering.look),),
    standing=standing,
    commands=(WIN_BACK_COMMAND,),
    undoes=(UNDOES,),
)
