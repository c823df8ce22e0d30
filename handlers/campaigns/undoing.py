"""What the staff did with a campaign is taken back by an undo, but for its end."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from enum import StrEnum
from uuid import UUID

from flows.campaigns.campaign import ALIVE, RUNNING, UNLAUNCHED, CampaignStatus
from flows.engine import Subject
from flows.phrase import Lines, Ours, Phrase, Text, phrase
from handlers.actions.action import Origin, Preview, Refused
from handlers.campaigns.called import to_tap
from handlers.campaigns.sending.holding import PAUSED
from handlers.campaigns.sending.moving import (
    CANCELLED,
    DRAFTED,
    EDITED,
    LAUNCHED,
    RESUMED,
    NamedCampaign,
    move,
    stays,
)
from handlers.campaigns.unediting import go_back, shown, unedited
from handlers.conversation import Undoing, last_row
from handlers.turn import Turn
from storage.campaigns.campaigns import Campaigns
from storage.deeds import Deed, Deeds

_AGAINST: Mapping[str, str] = {DRAFTED: CANCELLED, LAUNCHED: CANCELLED, PAUSED: RESUMED, RESUMED: PAUSED}
"""By what a deed is taken back."""
_KINDS = frozenset({*_AGAINST, EDITED})
_LEFT = {
    DRAFTED: UNLAUNCHED,
    LAUNCHED: ALIVE,
    PAUSED: frozenset({CampaignStatus.PAUSED}),
    RESUMED: RUNNING,
    EDITED: UNLAUNCHED | ALIVE,
}
"""How a deed left a campaign, or it has gone on since."""
_RECENT = timedelta(hours=1)


class CampaignStays(StrEnum):
    """Why a deed with a campaign is not taken back."""

    DONE_ALREADY = "undo_done_already"


async def _preview(turn: Turn, which: UUID) -> Preview:
    """What would be taken back; a launch is asked about, because what has left does not come back, and so is a change
    of what goes out. Raises Refused."""
    deed = await _open(turn, which)
    found = await unedited(turn, deed) if deed.kind == EDITED else None
    seen = deed.kind == LAUNCHED or (found is not None and found.is_seen)
    lines = [phrase("undo_would", what=_what(deed), at=deed.at), *(shown(found) if found and seen else ())]
    if deed.kind == LAUNCHED:
        campaign = await turn.unit.of(Campaigns).get(deed.about)
        pause = to_tap(campaign, "pause") if campaign is not None else Ours("/campaign")
        lines.append(phrase("undo_of_launch", command=pause))
    return Preview(Lines(tuple(lines)), phrase("undo_do"), harmless=not seen and turn.now - deed.at <= _RECENT)


async def _take_back(turn: Turn, origin: Origin, which: UUID) -> Text:
    deed = await _open(turn, which)
    if deed.kind == EDITED:
        await go_back(turn, origin, await unedited(turn, deed))
    else:
        await move(turn, origin, NamedCampaign(deed.about, deed.figures["name"]), _AGAINST[deed.kind])
    if not await turn.unit.of(Deeds).undo(which, turn.now):
        raise Refused(CampaignStays.DONE_ALREADY)
    await turn.unit.access.log(origin.by, "undone", turn.now, Subject("deed", which))
    campaign = await turn.unit.of(Campaigns).get(deed.about)
    assert campaign is not None, "it was changed a moment ago"
    return Lines((phrase("undo_done", what=_what(deed)), phrase("next", command=to_tap(campaign))))


async def _open(turn: Turn, which: UUID) -> Deed:
    """The deed. Raises Refused where it is taken back already, or the campaign does not stand as it left it."""
    deed = await turn.unit.of(Deeds).get(which)
    if deed is None or deed.undone_at is not None or deed.kind not in _KINDS:
        raise Refused(CampaignStays.DONE_ALREADY)
    campaign = await turn.unit.of(Campaigns).get(deed.about)
    if campaign is None or campaign.status not in _LEFT[deed.kind]:
        raise stays(NamedCampaign(deed.about, deed.figures["name"]), campaign)
    return deed


def _what(deed: Deed) -> Phrase:
    return phrase(f"deed_{deed.kind.replace('.', '_')}", name=deed.figures["name"])


UNDOES = Undoing(
    name="campaign", last=last_row(_KINDS), preview=_preview, does=_take_back, kinds=_KINDS,
    for_good={CANCELLED: "deed_campaign_cancelled"},
)  # fmt: skip
