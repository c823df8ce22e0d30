"""Campaigns as a conversation."""

from __future__ import annotations

from flows.campaigns import launch
from handlers.campaigns import launching
from handlers.campaigns.commands import CAMPAIGN_COMMAND
from handlers.campaigns.fanning import FANOUT, KIND
from handlers.campaigns.standing import standing
from handlers.campaigns.told import CAMPAIGN
from handlers.campaigns.undoing import UNDOES
from handlers.conversation import Conversation, Flow

CAMPAIGNS = Conversation(
    name="campaigns",
    flows=(
        Flow(
            launch.NAME, launch.Launched, launch.decide, launching.facts, write=launching.write,
            waits={
                "wave": "the next people of a campaign of {who} are put into the queue",
                "over": "a campaign of {who} ends",
            },
            does=(launch.Begin, launch.Finish), mute=True,
        ),
    ),
    subjects=(CAMPAIGN,),
    commands=(CAMPAIGN_COMMAND,),
    long_jobs={KIND: FANOUT},
    undoes=(UNDOES,),
    standing=standing,
)  # fmt: skip
