"""The conversations of the service with their tables and events, and the parts that only a service loads."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import time
from functools import cache
from typing import TYPE_CHECKING

from flows import engine, events, model_proposals, recovery, setting_choices
from flows.consent import staff_answer
from flows.events import SponsorInvoiceAnswered, SponsorInvoiceMoved, customer_activity_events
from flows.sourcing import order_events
from flows.sourcing.desk import desk_events
from handlers.api import routes as core_routes
from handlers.audience.api import routes as audience_routes
from handlers.calls.call_names import MENU
from handlers.campaigns.api import routes as campaign_routes
from handlers.conversation import Conversations
from handlers.conversation.conversation_facets import Manifest
from handlers.importing.api import routes as import_routes
from handlers.jobs.api import routes as job_routes
from handlers.plans.api import routes as plan_routes
from handlers.profiles.api import routes as profile_routes
from handlers.recovery import routes as recovery_routes
from handlers.returns.api import routes as return_routes
from handlers.sourcing.api import routes as sourcing_routes
from storage.audience import audience_personal_tables
from storage.campaigns.halted_campaigns import IS_STOPPED
from storage.erasure import common_tables
from storage.helpdesk import helpdesk_personal_tables
from storage.jobs import job_erasure
from storage.plans import plan_personal_tables
from storage.profiles import profile_personal_tables
from storage.promotions import promotion_personal_tables
from storage.sourcing import sourcing_personal_tables

if TYPE_CHECKING:
    from bot.app import Service
    from bot.common_calls import Perform
    from bot.proxies import Proxies
    from bot.web.web_server import Part


CONVERSATIONS = Conversations(
    (
        Manifest(
            name="core", tables=common_tables.PERSONAL, routes=core_routes.ROUTES,
            events=(*events.EVENTS, *engine.EVENTS, *model_proposals.EVENTS, *staff_answer.EVENTS),
            jobs={
                "requests": (time(9), "handlers.privacy.data_requests.remind"),
                MENU: (time(0), "handlers.staff_chat.command_menus.ensure_all"),
                "standings": (time(2), "handlers.engine.nightly_ranks.work_out"),
                "attachments": (time(3, 45), "handlers.delivery.delivery_receipts.sweep"),
                "retention": (time(3), "handlers.core.nightly_retention.delete_old_data"),
            },
            retires="handlers.core.nightly_retention.delete_old_records",
        ),
        Manifest(name="opt_in"),
        Manifest(
            name="recovery", routes=(recovery_routes.REPORT_RECOVERY,), subjects=("cart",),
            plans={recovery.NAME: recovery.make_plan},
        ),
        Manifest(
            name="sourcing", tables=sourcing_personal_tables.PERSONAL, routes=sourcing_routes.ROUTES,
            events=(*order_events.EVENTS, *desk_events.EVENTS), subjects=("reservation",),
            jobs={
                "shops": (time(9), "handlers.sourcing.staff.morning_checks.run_check"),
                "forgotten": (time(9), "handlers.sourcing.staff.overdue_orders.run_check"),
                "restocks": (time(9), "handlers.sourcing.staff.restock_command.run_check"),
            },
            retires="handlers.sourcing.calls.photo_file_calls.remove_older",
        ),
        Manifest(name="setup", events=setting_choices.EVENTS),
        Manifest(name="helpdesk", tables=helpdesk_personal_tables.PERSONAL),
        Manifest(name="digest"),
        Manifest(
            name="profiles", tables=profile_personal_tables.PERSONAL, routes=profile_routes.ROUTES,
            events=customer_activity_events.EVENTS,
        ),
        Manifest(
            name="audience", tables=audience_personal_tables.PERSONAL, routes=audience_routes.ROUTES,
            jobs={"audiences": (time(3), "handlers.audience.nightly_segments.work_out")},
        ),
        Manifest(
            name="jobs", tables=job_erasure.PERSONAL, routes=job_routes.ROUTES,
            jobs={"job_files": (time(3, 30), "handlers.jobs.job_kind.sweep")},
            retires="handlers.jobs.job_kind.retire",
        ),
        Manifest(name="importing", routes=import_routes.ROUTES),
        Manifest(
            name="campaigns", routes=campaign_routes.ROUTES, stays_if=IS_STOPPED, subjects=("campaign",),
            retires="handlers.campaigns.codes.code_steps.delete_old_codes",
        ),
        Manifest(
            name="plans", tables=plan_personal_tables.PERSONAL, routes=plan_routes.ROUTES, subjects=("plan",),
            jobs={"plans": (time(5), "handlers.plans.plan_admission.look")},
        ),
        Manifest(
            name="returns", tables=promotion_personal_tables.PERSONAL, routes=return_routes.ROUTES,
            events=(SponsorInvoiceAnswered, SponsorInvoiceMoved), subjects=("prompt",),
            jobs={"returns.billing": (time(6), "handlers.returns.monthly_billing.run_billing")},
        ),
    )
)  # fmt: skip
"""The list that all generic parts read; a new conversation needs one entry here. They load at first use."""
HOLDINGS = CONVERSATIONS.holdings
"""The conversations' parts of the store."""
EVENTS = HOLDINGS.events
"""Every kind of event that is stored."""


@cache
def get_performers() -> Mapping[str, Perform]:
    """Return the function that performs each kind of call. Loads what only a service that calls needs."""
    from bot import common_calls, import_calls
    from bot.campaigns import campaign_code_calls
    from bot.returns import returns_calls
    from bot.sourcing import sourcing_calls

    modules = (common_calls, sourcing_calls, import_calls, campaign_code_calls, returns_calls)
    return {kind: perform for module in modules for kind, perform in module.PERFORMED.items()}


def pages(service: Service, proxies: Proxies) -> Iterable[Part]:
    """Return the conversations' web pages. Loads what only a service with a web side needs."""
    from bot.campaigns.campaign_draft_routes import CampaignPages
    from bot.jobs.job_file_routes import JobFilePages
    from bot.returns import sponsor_pages
    from bot.returns.conversion_route import ConversionPosts
    from bot.returns.offer_image_route import OfferImages
    from bot.returns.sponsor_offer_pages import LARGEST_FILE, SponsorOfferPages
    from bot.setup.join_page import JoinPage
    from bot.sourcing.address_routes import AddressPages
    from bot.sourcing.cart_routes import CartPages
    from bot.sourcing.photo_routes import PhotoPages
    from bot.sourcing.tracking_routes import OrderPages
    from bot.web.attachment_routes import AttachmentPages
    from bot.web.end_pages import EndPages
    from bot.web.open_pixels import OpenPixels
    from bot.web.preferences_pages import PreferencesPages
    from bot.web.record_pages import RecordPages
    from bot.web.session_pages import PageLogin, SessionPages

    turns, accounts, clock = service.turns, service.accounts, service.clock
    photos = PhotoPages(turns, accounts.photographs.home)
    forms = (AddressPages(turns), CartPages(turns), JoinPage(turns), CampaignPages(turns, accounts, clock))
    ends = (
        EndPages(turns, service.inbox),
        PreferencesPages(turns),
        RecordPages(turns),
        OpenPixels(turns, service.inbox),
    )
    files = (AttachmentPages(turns), JobFilePages(turns, CONVERSATIONS))
    images = OfferImages(turns, accounts.photographs)
    offers = (ConversionPosts(turns, clock), images)
    login = PageLogin(turns, proxies, kinds=(sponsor_pages.KIND,))  # the kinds of pages with a sign-in
    partners = SessionPages(turns, proxies, sponsor_pages.KIND, LARGEST_FILE)
    sponsors = (sponsor_pages.SponsorPages(partners), SponsorOfferPages(partners, images.keep))
    return [page.add_to for page in (OrderPages(turns), photos, login, *forms, *ends, *files, *offers, *sponsors)]
