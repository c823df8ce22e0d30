"""The conversation module of jobs: shown, cancelled, and their files deleted in time."""

from __future__ import annotations

from handlers.conversation import Conversation, Endpoints, Job
from handlers.conversation import conversation_facets as facets
from handlers.jobs.api.routes import ROUTES
from handlers.jobs.job_kind import NIGHT, SWEEP, retire, sweep
from storage.jobs.job_erasure import PERSONAL


def _endpoints(*_shapes: object) -> Endpoints:
    from handlers.jobs.api.job_endpoints import ENDPOINTS

    return ENDPOINTS


JOBS = Conversation(
    name="jobs",
    api=facets.ApiSurface(routes=ROUTES, endpoints=_endpoints),
    work=facets.BackgroundWork(jobs=(Job(SWEEP, NIGHT, sweep),)),
    data=facets.OwnData(tables=PERSONAL, retires=retire),
)
