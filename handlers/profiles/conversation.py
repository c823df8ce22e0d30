"""The conversation module of profiles: the data that shops send about customers, beyond carts and orders."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flows.events import CustomerUpdated
from flows.profiles.profile_events import EVENTS, CustomerVisited, LoyaltyProgressed, ReturnCompleted
from handlers.conversation import ApiSurface, BackgroundWork, Conversation, Endpoints, EventShapes, OwnData, StaffTalk
from handlers.jobs.job_kind import JobKind
from handlers.profiles import profile_news, tag_deeds
from handlers.profiles.api.routes import ROUTES
from handlers.profiles.customers_command import CUSTOMERS
from handlers.profiles.note_command import NOTE, NOTING
from handlers.profiles.note_undo import UNDOES
from handlers.profiles.tag_command import TAG
from storage.profiles.profile_personal_tables import PERSONAL

if TYPE_CHECKING:
    from handlers.jobs.job_kind import HeldJob, OpenJob
    from storage.jobs.jobs import JobRecord


def _told() -> EventShapes:
    from handlers.profiles.customer_event_data import TOLD

    return TOLD


def _endpoints(*_shapes: object) -> Endpoints:
    from handlers.profiles.api.customer_endpoints import ENDPOINTS

    return ENDPOINTS


async def _begin_export(held: HeldJob) -> OpenJob:
    from handlers.profiles.customer_export import begin  # the endpoints of customers, loaded with the first

    return await begin(held)


def _file_name(job: JobRecord) -> str:
    return f"customers.{job.asked['form']}"


PROFILES = Conversation(
    name="profiles",
    hears={
        CustomerUpdated: profile_news.updated,
        CustomerVisited: profile_news.visited,
        LoyaltyProgressed: profile_news.progressed,
        ReturnCompleted: profile_news.returned,
    },
    staff=StaffTalk(commands=(CUSTOMERS, TAG, NOTE), undoes=(UNDOES, tag_deeds.UNDOES), noting=NOTING),
    api=ApiSurface(routes=ROUTES, endpoints=_endpoints, told=_told),
    work=BackgroundWork(long_jobs={"customers.export": JobKind(_begin_export, _file_name)}),
    data=OwnData(events=EVENTS, tables=PERSONAL),
)
