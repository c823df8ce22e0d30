"""The conversation module of jobs: shown, cancelled, and their files deleted in time."""

from __future__ import annotations

from handlers.conversation import Conversation, DailyJob
from handlers.conversation import conversation_facets as facets
from handlers.conversation.endpoint_search import find_endpoints
from handlers.jobs.api.routes import ROUTES
from handlers.jobs.job_kind import NIGHT, SWEEP, retire, sweep
from storage.jobs.job_erasure import PERSONAL

JOBS = Conversation(
    name="jobs",
    api=facets.ApiSurface(routes=ROUTES, endpoints=find_endpoints("handlers.jobs.api", ROUTES)),
    work=facets.BackgroundWork(daily_jobs=(DailyJob(SWEEP, NIGHT, sweep),)),
    data=facets.OwnData(tables=PERSONAL, retires=retire),
)
