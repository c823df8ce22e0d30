"""The conversation module of profiles: the data that shops send about customers, beyond carts and orders."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from flows.events import CustomerUpdated
from flows.profiles.profile_events import EVENTS, CustomerVisited, LoyaltyProgressed, ReturnCompleted
from handlers.conversation import Conversation, Conversations
from handlers.jobs.job_kind import JobKind
from handlers.profiles import profile_news, tag_deeds
from handlers.profiles.api.routes import ROUTES
from handlers.profiles.customers_command import CUSTOMERS
from handlers.profiles.note_command import NOTE, NOTING
from handlers.profiles.note_undo import UNDOES
from handlers.profiles.tag_command import TAG
from storage.profiles.profile_personal_tables import PERSONAL

if TYPE_CHECKING:
    from handlers.api.endpoint import Endpoint
    from handlers.api.event_declaration import Data
    from handlers.jobs.job_kind import HeldJob, OpenJob
    from storage.jobs.jobs import JobRecord


def _told() -> Mapping[str, type[Data]]:
    from handlers.profiles.customer_event_data import TOLD

    return TOLD


def _endpoints(conversations: Conversations) -> Sequence[Endpoint[Any]]:
    from handlers.profiles.api.customer_endpoints import endpoints

    return endpoints(conversations)


async def _begin_export(held: HeldJob) -> OpenJob:
    from handlers.profiles.customer_export import begin  # the endpoints of customers, loaded with the first

    return await begin(held)


def _file_name(job: JobRecord) -> str:
    return f"customers.{job.asked['form']}"


PROFILES = Conversation(
    name="profiles",
    events=EVENTS,
    tables=PERSONAL,
    hears={
        CustomerUpdated: profile_news.updated,
        CustomerVisited: profile_news.visited,
        LoyaltyProgressed: profile_news.progressed,
        ReturnCompleted: profile_news.returned,
    },
    routes=ROUTES,
    endpoints=_endpoints,
    told=_told,
    commands=(CUSTOMERS, TAG, NOTE),
    noting=NOTING,
    undoes=(UNDOES, tag_deeds.UNDOES),
    long_jobs={"customers.export": JobKind(_begin_export, _file_name)},
)
