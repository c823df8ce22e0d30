"""The conversations of the service with their tables and events. A command that serves nothing needs no more."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from bot.conversation_service import Brought, Part
from bot.sourcing.sourcing_service import SOURCING
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
from handlers.setup.conversation import SETUP

if TYPE_CHECKING:
    from bot.clock import Clock
    from bot.common_calls import Perform
    from bot.open_turns import OpenTurns
    from bot.vendor_accounts import VendorAccounts


def _performed() -> Mapping[str, Perform]:
    from bot.common_calls import PERFORMED  # what only a service calls

    return PERFORMED


def _pages(turns: OpenTurns, *_: object) -> Iterable[Part]:
    from bot.web.attachment_routes import AttachmentPages  # what only a service with a web side loads

    return (AttachmentPages(turns).add_to,)


def _files() -> Mapping[str, Perform]:
    from bot.import_calls import PERFORMED  # the same

    return PERFORMED


def _codes() -> Mapping[str, Perform]:
    from bot.campaigns.campaign_code_calls import PERFORMED  # the same

    return PERFORMED


def _forms(turns: OpenTurns, accounts: VendorAccounts, clock: Clock) -> Iterable[Part]:
    from bot.campaigns.campaign_draft_routes import CampaignPages  # what only a service with a web side loads

    return (CampaignPages(turns, accounts, clock).add_to,)


def _joining(turns: OpenTurns, *_: object) -> Iterable[Part]:
    from bot.setup.join_page import JoinPage  # the same

    return (JoinPage(turns).add_to,)


def _job_files(turns: OpenTurns, *_: object) -> Iterable[Part]:
    from bot.jobs.job_file_routes import JobFilePages  # the same

    return (JobFilePages(turns, CONVERSATIONS.long_jobs).add_to,)


BROUGHT = (
    Brought(CORE, _performed, _pages), Brought(OPT_IN), Brought(RECOVERY), SOURCING, Brought(SETUP, pages=_joining),
    Brought(HELPDESK), Brought(DIGEST), Brought(PROFILES), Brought(AUDIENCE), Brought(JOBS, pages=_job_files),
    Brought(IMPORTING, _files), Brought(CAMPAIGNS, _codes, _forms), Brought(PLANS),
)  # fmt: skip
"""The additions of conversations; each takes one line here."""
CONVERSATIONS = Conversations(tuple(one.conversation for one in BROUGHT))
"""The source of all generic parts."""
HOLDINGS = CONVERSATIONS.holdings
"""The conversations' parts of the store."""
EVENTS = HOLDINGS.events
"""Every kind of event that is kept."""


def performed() -> dict[str, Perform]:
    """Return how each kind of call is made."""
    return {kind: perform for one in BROUGHT for kind, perform in one.performed().items()}
