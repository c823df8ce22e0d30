"""/undo for the staff's changes of a campaign: its moves and edits, but not its end."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from uuid import UUID

from flows.campaigns.campaign import ALIVE, RUNNING, UNLAUNCHED, Campaign, CampaignStatus
from flows.campaigns.campaign_change import CampaignBefore
from flows.phrase import Lines, Text, phrase
from handlers.actions.action import Origin, Refused
from handlers.campaigns.campaign_reference import to_tap
from handlers.campaigns.drafts.campaign_grammar import SHORT
from handlers.campaigns.drafts.draft_checks import check_name
from handlers.campaigns.leaving.campaign_budget import charge_before
from handlers.campaigns.previews.preview_job import start_preview
from handlers.campaigns.sending.campaign_control import (
    CANCELLED,
    DRAFTED,
    EDITED,
    LAUNCHED,
    RESUMED,
    NamedCampaign,
    move,
    stays,
)
from handlers.campaigns.sending.campaign_departure_checks import PAUSED
from handlers.conversation import Reversal, Undoing
from handlers.engine.turn import Turn
from storage.businesses.deeds import Deed
from storage.campaigns.campaign_changes import CampaignChanges
from storage.campaigns.campaigns import CampaignMoved, Campaigns
from templates.message_values import quote_line

_AGAINST: Mapping[str, str] = {DRAFTED: CANCELLED, LAUNCHED: CANCELLED, PAUSED: RESUMED, RESUMED: PAUSED}
"""The reverse of each deed."""
_LEFT = {
    DRAFTED: UNLAUNCHED,
    LAUNCHED: ALIVE,
    PAUSED: frozenset({CampaignStatus.PAUSED}),
    RESUMED: RUNNING,
    EDITED: UNLAUNCHED | ALIVE,
}
"""The states of a campaign after each deed."""


async def _find_reversal(turn: Turn, deed: Deed) -> Reversal:
    """Return the reversal of a deed. Raises Refused if the campaign's state has changed since. A launch is confirmed
    first, because sent messages cannot be recalled; so is a change of a running campaign."""
    campaign, meant = await turn.unit.of(Campaigns).get(deed.about), NamedCampaign(deed.about, deed.figures["name"])
    if campaign is None or campaign.status not in _LEFT[deed.kind]:
        raise stays(meant, campaign)
    what = phrase(f"deed_{deed.kind.replace('.', '_')}", name=deed.figures["name"])
    would: list[Text] = [phrase("undo_would", what=what, at=deed.at)]
    if deed.kind == EDITED:
        found = await find_unedited(turn, deed)
        would += describe_restored(found) if found.is_seen else []
        return Reversal(
            what=what, does=lambda origin: go_back(turn, origin, found), after=to_tap(found.before),
            asks=found.is_seen, would=Lines(tuple(would)),
        )  # fmt: skip
    if deed.kind == LAUNCHED:
        would.append(phrase("undo_of_launch", command=to_tap(campaign, "pause")))
    return Reversal(
        what=what, does=lambda origin: move(turn, origin, meant, _AGAINST[deed.kind]), after=to_tap(campaign),
        asks=deed.kind == LAUNCHED, would=Lines(tuple(would)),
    )  # fmt: skip


UNDOES = Undoing.of_rows(
    "campaign", dict.fromkeys((*_AGAINST, EDITED), _find_reversal), {CANCELLED: "deed_campaign_cancelled"}
)


_READ = 260  # characters of a text that are shown


class WhyNotUnedited(StrEnum):
    """The reasons why a change cannot be undone."""

    SINCE = "campaign_changed_since"


@dataclass(frozen=True, slots=True)
class Unedited:
    """A campaign now, and as it was before a change."""

    now: Campaign
    before: Campaign

    @property
    def is_seen(self) -> bool:
        """Return True if the campaign is launched, so that an undo affects what people get."""
        return self.now.status not in UNLAUNCHED


async def find_unedited(turn: Turn, deed: Deed) -> Unedited:
    """Return the campaign that an undo restores. Raises Refused if it was changed or launched since."""
    name, changes = deed.figures["name"], turn.unit.of(CampaignChanges)
    campaign = await turn.unit.of(Campaigns).get(deed.about)
    if campaign is None or campaign.is_over:
        raise stays(NamedCampaign(deed.about, name), campaign)
    before, left = [await changes.get(UUID(deed.figures[which])) for which in ("before", "after")]
    if before is None or left is None or not _may_go_back(campaign, before, left):
        raise Refused(WhyNotUnedited.SINCE, {"name": quote_line(name, SHORT)})
    return Unedited(campaign, before.restore(campaign))


def _may_go_back(campaign: Campaign, before: CampaignBefore, left: CampaignBefore) -> bool:
    return left.is_of(campaign) and (campaign.status in UNLAUNCHED or before.fits_a_launched(campaign))


def describe_restored(found: Unedited) -> list[Text]:
    """Describe the restored name, texts and budget. If texts for some readers disappear, name the
    texts that replace them."""
    lines: list[Text] = []
    if found.before.name != found.now.name:
        lines.append(phrase("campaign_called_again", name=quote_line(found.before.name, SHORT)))
    before, now = found.before.texts, found.now.texts
    changed = next((old for old, new in zip(before, now, strict=False) if old != new), None)
    if changed is None and len(before) != len(now):
        changed = before[0]
    if changed is not None:
        lines.append(phrase("campaign_says_again", text=quote_line(changed.text, _READ)))
    budget = found.before.terms.budget
    if budget != found.now.terms.budget:
        lines.append(phrase("campaign_budget_again", budget=budget) if budget else phrase("campaign_no_budget_again"))
    return lines


async def go_back(turn: Turn, origin: Origin, found: Unedited) -> None:
    """Restore the campaign; a draft gets a new preview. Raises Refused."""
    back = found.before
    if back.name != found.now.name:
        await check_name(turn, back.name, found.now)
        await turn.unit.of(Campaigns).free(back.name)
    if not found.is_seen:
        back = replace(back, status=CampaignStatus.DRAFT, preview=None)
    try:
        kept = await turn.unit.of(Campaigns).change(back, origin.by, turn.now, "restored")
    except CampaignMoved:
        raise Refused(WhyNotUnedited.SINCE, {"name": back.name}) from None
    if found.now.terms.budget is None and kept.terms.budget is not None:
        await charge_before(turn, kept)
    if not found.is_seen:
        await start_preview(turn, origin, kept)
