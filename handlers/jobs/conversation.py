"""The conversation module of jobs: shown, cancelled, and their files deleted in time."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from handlers.conversation import Conversation, Conversations, Job
from handlers.jobs.api.routes import ROUTES
from handlers.jobs.job_kind import NIGHT, SWEEP, retire, sweep
from storage.jobs.job_erasure import PERSONAL

if TYPE_CHECKING:
    from handlers.api.endpoint import Endpoint


def _endpoints(conversations: Conversations) -> Sequence[Endpoint[Any]]:
    from handlers.jobs.api.job_endpoints import endpoints

    return endpoints(conversations)


JOBS = Conversation(
    name="jobs",
    tables=PERSONAL,
    routes=ROUTES,
    endpoints=_endpoints,
    jobs=(Job(SWEEP, NIGHT, sweep),),
    retires=retire,
)
