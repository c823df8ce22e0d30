"""Campaigns and origins of API requests, and refusals as API errors."""

from __future__ import annotations

from collections.abc import Awaitable
from typing import TypeVar
from uuid import UUID

from flows.campaigns.campaign import Campaign
from handlers.actions.action import Origin, Refused
from handlers.api.api_audit import BY
from handlers.api.api_refusals import ApiRefused, Code
from handlers.api.endpoint import ApiCall
from handlers.campaigns.api.routes import LIST_CAMPAIGNS
from handlers.campaigns.drafts.draft_checks import WhyNoDraft
from handlers.campaigns.drafts.draft_wordings import WhyNoCondition
from handlers.campaigns.drafts.variant_checks import WhyNoArms
from handlers.campaigns.launch_action import WhyNotLaunched
from handlers.engine.person_language import make_english
from handlers.engine.turn import Turn
from storage.campaigns.campaigns import Campaigns

T = TypeVar("T")
_LONGEST = 100  # characters of an id that an error quotes
_FIELDS: dict[str, str] = {
    WhyNoDraft.TAKEN: "name", WhyNoDraft.NAME: "name", WhyNoDraft.NO_CHANNEL: "channels", WhyNoDraft.PASSED: "schedule",
    WhyNoDraft.NO_CONTEST: "best_wins", WhyNoDraft.OTHER_MONEY: "budget.currency",
    WhyNoDraft.NO_WORDS: "texts", WhyNoDraft.LONG: "texts", WhyNoDraft.VARIANTS: "texts", WhyNoDraft.PLACE: "texts",
    WhyNoDraft.FOR_SOME: "texts", WhyNoCondition.UNKNOWN: "texts",
    WhyNoDraft.ALONE: "holdout", WhyNoDraft.CLOSE: "follow_ups",
    WhyNoDraft.HOURS: "pace", **dict.fromkeys(WhyNoArms, "arms"),
    WhyNotLaunched.UNSEEN: "snapshot",
}  # fmt: skip
"""The request field of each refusal."""
_INVALID = frozenset({
    WhyNoDraft.NAME, WhyNoDraft.NO_CHANNEL, WhyNoDraft.PASSED, WhyNoDraft.NO_WORDS, WhyNoDraft.LONG,
    WhyNoDraft.VARIANTS, WhyNoDraft.PLACE, WhyNoDraft.NO_CONTEST, WhyNoDraft.OTHER_MONEY, WhyNoDraft.HOURS,
    WhyNoDraft.ALONE, WhyNoDraft.CLOSE, WhyNoDraft.FOR_SOME, WhyNoCondition.UNKNOWN, *WhyNoArms,
})  # fmt: skip
"""Mistakes of the request itself; all other refusals depend on the state."""


async def find_campaign(turn: Turn, name: str, *, alone: bool = False) -> Campaign:
    """Return a campaign by id; ``alone`` locks it until the turn ends. Raises ApiRefused (404) if there is none."""
    try:
        which = UUID(name)
    except ValueError:
        which = None
    campaigns = turn.unit.of(Campaigns)
    found = None
    if which is not None:
        found = await (campaigns.hold(which, alone=True) if alone else campaigns.get(which))
    if found is None:
        raise ApiRefused(Code.NOT_FOUND, f"there is no campaign {name[:_LONGEST]!r}; {LIST_CAMPAIGNS} lists them", "id")
    return found


def compute_version(campaign: Campaign) -> str:
    """Make the ETag of a campaign."""
    return f'"v{campaign.version}"'


def make_origin(call: ApiCall) -> Origin:
    """Make the origin of an API request."""
    return Origin(BY, str(call.key.id))


async def attempt(turn: Turn, action: Awaitable[T], call: ApiCall | None = None) -> T:
    """Await an action and return its value. Raises ApiRefused if it refuses; with 412 if the
    ``call`` has an outdated ETag."""
    try:
        return await action
    except Refused as refused:
        code = Code.INVALID if refused.reason in _INVALID else Code.CONFLICT
        field = _FIELDS.get(refused.reason, "id")
        if refused.reason == WhyNoDraft.CHANGED and call is not None and "If-Match" in call.headers:
            code, field = Code.OUTDATED, "If-Match"
        raise ApiRefused(code, make_english(turn).say(refused.text), field) from None
