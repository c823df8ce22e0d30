"""The conversation module of audiences: the staff asks for customers by filters, and saves filters."""

from __future__ import annotations

from flows.events import SegmentEntered, SegmentLeft
from handlers.audience import audience_undo, nightly_segments
from handlers.audience.api.routes import ROUTES
from handlers.audience.commands import AUDIENCE_COMMAND
from handlers.conversation import ApiSurface, BackgroundWork, Conversation, Endpoints, Job, OwnData, StaffTalk
from storage.audience.audience_personal_tables import PERSONAL


def _endpoints(*_shapes: object) -> Endpoints:
    from handlers.audience.api.segment_endpoints import ENDPOINTS

    return ENDPOINTS


AUDIENCE = Conversation(
    name="audience",
    hears=dict.fromkeys((SegmentEntered, SegmentLeft), nightly_segments.kept),
    staff=StaffTalk(commands=(AUDIENCE_COMMAND,), undoes=(audience_undo.UNDOES,)),
    api=ApiSurface(routes=ROUTES, endpoints=_endpoints),
    work=BackgroundWork(jobs=(Job(nightly_segments.JOB, nightly_segments.NIGHT, nightly_segments.work_out),)),
    data=OwnData(tables=PERSONAL),
)
