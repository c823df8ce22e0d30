"""Campaigns as a conversation."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from flows.campaigns import campaign_launch
from flows.campaigns import progress_watch as watched
from handlers.campaigns import asking, figures, launching, typed
from handlers.campaigns.api.routes import ROUTES
from handlers.campaigns.codes.made import CODES
from handlers.campaigns.codes.making import KIND as CODES_CALL
from handlers.campaigns.codes.shown import CODES_COMMAND
from handlers.campaigns.commands import CAMPAIGN_COMMAND
from handlers.campaigns.leaving.falling_back import fall_back
from handlers.campaigns.leaving.giving import gives
from handlers.campaigns.previews import previewing
from handlers.campaigns.results import pictured
from handlers.campaigns.results.comparing import COMPARE
from handlers.campaigns.results.roi import ROI
from handlers.campaigns.sending import contests, fanning, moving, progress
from handlers.campaigns.sending.standing import standing
from handlers.campaigns.sending.told import CAMPAIGN
from handlers.campaigns.texts.worded import TEMPLATE
from handlers.campaigns.undoing import UNDOES
from handlers.conversation import Conversation, Conversations, Door, Flow, Reader
from handlers.engine.turn import Turn
from handlers.jobs import pictures
from handlers.jobs.kind import JobKind
from storage.campaigns.campaign_codes import CampaignCodes
from storage.campaigns.halted_campaigns import IS_STOPPED

if TYPE_CHECKING:
    from handlers.api.endpoint import Endpoint


def _endpoints(conversations: Conversations) -> Sequence[Endpoint[Any]]:
    from handlers.campaigns.api.endpoints import endpoints

    return endpoints(conversations)


async def _retire(turn: Turn, before: datetime) -> None:
    """Codes of long ago are of no use; which were handed out stands with their people."""
    await turn.unit.of(CampaignCodes).retire(before)


CAMPAIGNS = Conversation(
    name="campaigns",
    routes=ROUTES,
    endpoints=_endpoints,
    flows=(
        Flow(
            campaign_launch.NAME, campaign_launch.Launched, campaign_launch.decide, launching.facts, known=launching.known, write=launching.write,
            waits={"wave": "the next people of a campaign are put into the queue", "over": "a campaign ends",
                   "look": "whether too many stop, or one of its wordings has won"},
            does=(campaign_launch.Begin, campaign_launch.Compare, campaign_launch.Finish), mute=True,
        ),
        Flow(
            watched.NAME, watched.Watched, watched.decide, progress.facts, known=progress.known, write=progress.write,
            waits={"look": "how far a campaign is, is told to whoever launched it"}, does=(watched.Look,), mute=True,
        ),
    ),
    subjects=(CAMPAIGN,),
    commands=(CAMPAIGN_COMMAND, COMPARE, ROI, CODES_COMMAND, TEMPLATE),
    long_jobs={
        fanning.KIND: fanning.FANOUT,
        pictured.KIND: pictures.drawn_by(pictured.charted),
        contests.KIND: JobKind(contests.begin, asked_for=False),
        previewing.KIND: JobKind(previewing.begin, told=asking.told, asked_for=False),
    },
    doors=(Reader(Door.STAFF, typed.meant),),
    calls={CODES_CALL: CODES},
    retires=_retire,
    undoes=(UNDOES,),
    holds_back=moving.hold_back,
    figures=figures.lines,
    named=figures.named,
    standing=standing,
    stays_if=IS_STOPPED,
    gives=gives,
    falls_back=fall_back,
    begins=typed.begins,
)  # fmt: skip
