"""The conversation module of audiences: the staff selects customers by filters, and saves filters."""

from __future__ import annotations

from flows.events import SegmentEntered, SegmentLeft
from handlers.audience import audience_undo, nightly_segments
from handlers.audience.api.routes import ROUTES
from handlers.audience.commands import AUDIENCE_COMMAND
from handlers.conversation import Conversation, DailyJob
from handlers.conversation import conversation_facets as facets
from handlers.conversation.endpoint_search import find_endpoints
from storage.audience.audience_personal_tables import PERSONAL

AUDIENCE = Conversation(
    name="audience",
    hears=dict.fromkeys((SegmentEntered, SegmentLeft), nightly_segments.accept_event),
    staff=facets.StaffTalk(commands=(AUDIENCE_COMMAND,), undoes=(audience_undo.UNDOES,)),
    api=facets.ApiSurface(routes=ROUTES, endpoints=find_endpoints("handlers.audience.api", ROUTES)),
    work=facets.BackgroundWork(
        daily_jobs=(DailyJob(nightly_segments.JOB, nightly_segments.NIGHT, nightly_segments.work_out),)
    ),
    data=facets.OwnData(tables=PERSONAL),
)
