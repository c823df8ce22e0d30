"""One thing is done with a campaign that was named: "stop diwali", "start diwali again"."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence

from flows.campaigns.campaign import Campaign, CampaignStatus
from flows.folding import folded
from handlers.admins.command import Reply
from handlers.campaigns.called import to_tap
from handlers.campaigns.sentences.named import AGAIN, STOPS
from handlers.campaigns.sentences.said import end_it, typed
from handlers.jobs.pictures import DARK_WORDS
from handlers.turn import Turn
from storage.access import Member
from storage.message import Message


def done(campaign: Campaign, does: str, said: Sequence[str]) -> Callable[[Turn, Member, Message], Awaitable[Reply]]:
    """A stop is a pause, at once: what ends for good is asked about. What is paused goes on by a start "again"."""
    if does == "launch" and campaign.status is CampaignStatus.PAUSED and not AGAIN.isdisjoint(said):
        does = "resume"
    dark = "dark" if does == "chart" and not DARK_WORDS.isdisjoint(map(folded, said)) else ""
    behind = " ".join(part for part in (does, campaign.name, dark) if part)

    async def do(turn: Turn, member: Member, message: Message) -> Reply:
        reply = await typed(turn, member, message, behind)
        stopped = does == "pause" and not STOPS.isdisjoint(said) and not reply.refused
        return end_it(reply, to_tap(campaign, "cancel")) if stopped else reply

    return do
