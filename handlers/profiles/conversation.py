"""Profiles: what shops tell of their customers beside carts and orders."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from flows.events import CustomerUpdated
from flows.profiles.profile_events import EVENTS, CustomerVisited, LoyaltyProgressed, ReturnCompleted
from handlers.conversation import Conversation, Conversations
from handlers.jobs.kind import JobKind
from handlers.profiles import marking, news
from handlers.profiles.api.routes import ROUTES
from handlers.profiles.customers import CUSTOMERS
from handlers.profiles.noting import NOTE, NOTING
from handlers.profiles.tagging import TAG
from handlers.profiles.undoing import UNDOES
from storage.profiles.profile_personal_tables import PERSONAL

if TYPE_CHECKING:
    from handlers.api.endpoint import Endpoint
    from handlers.api.told import Data
    from handlers.jobs.kind import HeldJob, OpenJob
    from storage.jobs.jobs import JobRecord


def _told() -> Mapping[str, type[Data]]:
    from handlers.profiles.event_data import TOLD

    return TOLD


def _endpoints(conversations: Conversations) -> Sequence[Endpoint[Any]]:
    from handlers.profiles.api.endpoints import endpoints

    return endpoints(conversations)


async def _begin_export(held: HeldJob) -> OpenJob:
    from handlers.profiles.export import begin  # what shows customers, loaded with the first

    return await begin(held)


def _file_name(job: JobRecord) -> str:
    return f"customers.{job.asked['form']}"


PROFILES = Conversation(
    name="profiles",
    events=EVENTS,
    tables=PERSONAL,
    hears={
        CustomerUpdated: news.updated,
        CustomerVisited: news.visited,
        LoyaltyProgressed: news.progressed,
        ReturnCompleted: news.returned,
    },
    routes=ROUTES,
    endpoints=_endpoints,
    told=_told,
    commands=(CUSTOMERS, TAG, NOTE),
    noting=NOTING,
    undoes=(UNDOES, marking.UNDOES),
    long_jobs={"customers.export": JobKind(_begin_export, _file_name)},
)
