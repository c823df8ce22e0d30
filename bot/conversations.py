"""The conversations of the service with their tables and events, and the parts that only a service loads."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from handlers.audience.conversation import AUDIENCE
from handlers.campaigns.conversation import CAMPAIGNS
from handlers.conversation import Conversations
from handlers.core.conversation import CORE
from handlers.digest.conversation import DIGEST
from handlers.helpdesk.conversation import HELPDESK
from handlers.importing.conversation import IMPORTING
from handlers.jobs.conversation import JOBS
from handlers.opt_in.conversation import OPT_IN
from handlers.plans.conversation import PLANS
from handlers.profiles.conversation import PROFILES
from handlers.recovery.conversation import RECOVERY
from handlers.returns.conversation import RETURNS
from handlers.setup.conversation import SETUP
from handlers.sourcing.conversation import SOURCING

if TYPE_CHECKING:
    from bot.app import Service
    from bot.common_calls import Perform
    from bot.proxies import Proxies
    from bot.web.web_server import Part


CONVERSATIONS = Conversations(
    (
        CORE, OPT_IN, RECOVERY, SOURCING, SETUP, HELPDESK, DIGEST, PROFILES, AUDIENCE, JOBS, IMPORTING, CAMPAIGNS,
        PLANS, RETURNS,
    )
)  # fmt: skip
"""The list that all generic parts read; a new conversation needs one entry here."""
HOLDINGS = CONVERSATIONS.holdings
"""The conversations' parts of the store."""
EVENTS = HOLDINGS.events
"""Every kind of event that is stored."""


def get_performers() -> Mapping[str, Perform]:
    """Return the function that performs each kind of call. Loads what only a service needs."""
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
    files = (AttachmentPages(turns), JobFilePages(turns, CONVERSATIONS.long_jobs))
    images = OfferImages(turns, accounts.photographs)
    offers = (ConversionPosts(turns, clock), images)
    login = PageLogin(turns, proxies, kinds=(sponsor_pages.KIND,))  # the kinds of pages with a sign-in
    partners = SessionPages(turns, proxies, sponsor_pages.KIND, LARGEST_FILE)
    sponsors = (sponsor_pages.SponsorPages(partners), SponsorOfferPages(partners, images.keep))
    return [page.add_to for page in (OrderPages(turns), photos, login, *forms, *ends, *files, *offers, *sponsors)]
