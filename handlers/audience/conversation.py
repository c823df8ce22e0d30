"""The conversation module of audiences: the staff asks for customers by filters, and saves filters."""

from __future__ import annotations

from flows.events import SegmentEntered, SegmentLeft
from handlers.audience import audience_undo, nightly_segments
from handlers.audience.api.routes import ROUTES
from handlers.audience.commands import AUDIENCE_COMMAND
from handlers.conversation import Conversation, Endpoints, Job
from handlers.conversation import conversation_facets as facets
from storage.audience.audience_personal_tables import PERSONAL


def _endpoints(*_shapes: object) -> Endpoints:
    from handlers.audience.api.segment_analytics import show_segment_figures
    from handlers.audience.api.segment_crud import (
        change_segment,
        delete_segment,
        list_segments,
        make_segment,
        show_one_segment,
    )

    return (list_segments, make_segment, show_one_segment, change_segment, delete_segment, show_segment_figures)


AUDIENCE = Conversation(
    name="audience",
    hears=dict.fromkeys((SegmentEntered, SegmentLeft), nightly_segments.accept_event),
    staff=facets.StaffTalk(commands=(AUDIENCE_COMMAND,), undoes=(audience_undo.UNDOES,)),
    api=facets.ApiSurface(routes=ROUTES, endpoints=_endpoints),
    work=facets.BackgroundWork(jobs=(Job(nightly_segments.JOB, nightly_segments.NIGHT, nightly_segments.work_out),)),
    data=facets.OwnData(tables=PERSONAL),
)
