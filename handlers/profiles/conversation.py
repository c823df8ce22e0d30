"""The conversation module of profiles: the data that shops send about customers, beyond carts and orders."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flows.events import CustomerUpdated, CustomerVisited, LoyaltyProgressed, ReturnCompleted
from flows.events.customer_activity_events import EVENTS
from handlers.conversation import Conversation, EventShapes
from handlers.conversation import conversation_facets as facets
from handlers.conversation.endpoint_search import find_endpoints
from handlers.jobs.job_kind import JobKind
from handlers.profiles import activity_entries, privacy_command, profile_news, tag_deeds
from handlers.profiles.api.routes import ROUTES
from handlers.profiles.customers_command import CUSTOMERS
from handlers.profiles.note_command import NOTE, NOTING, UNDOES
from handlers.profiles.tag_command import TAG
from storage.profiles.profile_personal_tables import PERSONAL

if TYPE_CHECKING:
    from handlers.jobs.job_kind import HeldJob, OpenJob
    from storage.jobs.jobs import JobRecord


def _load_told() -> EventShapes:
    from handlers.profiles.customer_event_data import TOLD

    return TOLD


async def _begin_export(held: HeldJob) -> OpenJob:
    from handlers.profiles.customer_export import begin  # the endpoints of customers, loaded with the first

    return await begin(held)


def _file_name(job: JobRecord) -> str:
    return f"customers.{job.asked['form']}"


PROFILES = Conversation(
    name="profiles",
    hears={
        CustomerUpdated: profile_news.save_tags,
        CustomerVisited: profile_news.save_visit,
        LoyaltyProgressed: profile_news.save_progress,
        ReturnCompleted: profile_news.save_returned,
    },
    staff=facets.StaffTalk(
        commands=(CUSTOMERS, TAG, NOTE, privacy_command.PRIVACY),
        undoes=(UNDOES, tag_deeds.UNDOES, privacy_command.UNDOES),
        noting=NOTING,
    ),
    api=facets.ApiSurface(routes=ROUTES, endpoints=find_endpoints("handlers.profiles.api", ROUTES), told=_load_told),
    work=facets.BackgroundWork(long_jobs={"customers.export": JobKind(_begin_export, _file_name)}),
    data=facets.OwnData(events=EVENTS, enters=activity_entries.ENTERS, tables=PERSONAL),
)
