"""The conversation module of audiences: the staff asks for customers by filters, and saves filters."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from flows.events import SegmentEntered, SegmentLeft
from handlers.audience import audience_undo, nightly_segments
from handlers.audience.api.routes import ROUTES
from handlers.audience.commands import AUDIENCE_COMMAND
from handlers.conversation import Conversation, Conversations, Job
from storage.audience.audience_personal_tables import PERSONAL

if TYPE_CHECKING:
    from handlers.api.endpoint import Endpoint


def _endpoints(conversations: Conversations) -> Sequence[Endpoint[Any]]:
    from handlers.audience.api.segment_endpoints import endpoints

    return endpoints(conversations)


AUDIENCE = Conversation(
    name="audience",
    tables=PERSONAL,
    hears=dict.fromkeys((SegmentEntered, SegmentLeft), nightly_segments.kept),
    routes=ROUTES,
    endpoints=_endpoints,
    jobs=(Job(nightly_segments.JOB, nightly_segments.NIGHT, nightly_segments.work_out),),
    commands=(AUDIENCE_COMMAND,),
    undoes=(audience_undo.UNDOES,),
)
