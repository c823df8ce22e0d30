"""The conversation module of profiles: the data that shops send about customers, beyond carts and orders."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flows.events import CustomerUpdated
from flows.profiles.profile_events import EVENTS, CustomerVisited, LoyaltyProgressed, ReturnCompleted
from handlers.conversation import Conversation, Endpoints, EventShapes
from handlers.conversation import conversation_facets as facets
from handlers.jobs.job_kind import JobKind
from handlers.profiles import profile_news, tag_deeds
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


def _endpoints(*_shapes: object) -> Endpoints:
    from handlers.profiles.api.customer_analytics import show_customer_analytics
    from handlers.profiles.api.customer_list_endpoints import list_customers, list_segment_customers
    from handlers.profiles.api.customer_lookup import show_customer
    from handlers.profiles.api.customer_update import change_customer
    from handlers.profiles.api.erasure_endpoint import erase_customer
    from handlers.profiles.api.export_endpoint import export_customers
    from handlers.profiles.api.history_endpoint import show_history
    from handlers.profiles.api.note_endpoints import add_note, list_notes, take_note
    from handlers.profiles.api.tag_endpoints import give_tags, take_tag

    return (
        list_customers, show_customer_analytics, export_customers,
        show_customer, change_customer, erase_customer, give_tags, take_tag,
        list_notes, add_note, take_note, show_history, list_segment_customers,
    )  # fmt: skip


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
    staff=facets.StaffTalk(commands=(CUSTOMERS, TAG, NOTE), undoes=(UNDOES, tag_deeds.UNDOES), noting=NOTING),
    api=facets.ApiSurface(routes=ROUTES, endpoints=_endpoints, told=_load_told),
    work=facets.BackgroundWork(long_jobs={"customers.export": JobKind(_begin_export, _file_name)}),
    data=facets.OwnData(events=EVENTS, tables=PERSONAL),
)
