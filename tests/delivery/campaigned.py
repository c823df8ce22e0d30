"""Campaigns of a shop, drafted, looked through, launched and put into the queue, and what stands in it."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from bot.conversations import CONVERSATIONS
from bot.jobs.job_workbench import Workbench
from flows.actor import Actor, ActorKind
from flows.audience.criteria import EVERYBODY, Criteria
from flows.audience.criteria_json import write_criteria
from flows.campaigns.campaign import Campaign
from flows.campaigns.campaign_texts import CampaignText
from flows.delivery import MessageStatus
from handlers.actions.action import Origin
from handlers.campaigns import launch_action
from handlers.campaigns.drafts.campaign_draft import NewCampaign, save_draft
from handlers.campaigns.launch_action import LaunchCampaign
from handlers.campaigns.sending.campaign_control import MoveCampaign, NamedCampaign
from handlers.engine.turn import Turn
from storage.campaigns.campaigns import Campaigns
from storage.profiles.customer_tags import CustomerTags
from storage.sending.message import Message
from tests.delivery.house import House
from tests.storage.sending.test_fanout import someone

PEOPLE = 230
WORDS = "Kurtas are here"
BY = Actor(ActorKind.STAFF, "019caf00-3180-7137-b2a7-4de57d852e9d")
BY_HAND = Origin(BY, "m1")


async def people(house: House, many: int, tag: str | None = None) -> list[UUID]:
    """So many people who agreed to offers by SMS, in Chicago, with a tag."""

    async def make(turn: Turn) -> list[UUID]:
        made = [await someone(turn.unit, number, timezone="America/Chicago") for number in range(many)]
        for one in made if tag else ():
            await turn.unit.of(CustomerTags).add(one, [tag or ""], "test", turn.now)
        return made

    return await house.act(make)


async def launch_to(house: House, criteria: Criteria = EVERYBODY, after: timedelta | None = None) -> NamedCampaign:
    """Draft it for them, look it through, and launch it, now or later."""
    made = await drafted(house, criteria, after)
    await house.act(lambda turn: launch_action.launch(turn, BY_HAND, LaunchCampaign(made)))
    return made


async def drafted(
    house: House,
    criteria: Criteria = EVERYBODY,
    after: timedelta | None = None,
    words: str = WORDS,
    name: str = "Spring",
) -> NamedCampaign:
    """A draft for them that was looked through."""

    async def make(turn: Turn) -> NamedCampaign:
        told = json.dumps(write_criteria(criteria))
        new = NewCampaign(name, told, "them", (CampaignText(words),), turn.now + after if after else None)
        done = await save_draft(turn, BY_HAND, new)
        return NamedCampaign(done.id, done.name)

    made = await house.act(make)
    await fan_out(house)  # it is looked through
    return made


async def launched(house: House, words: str = WORDS, at: datetime | None = None, **values: Any) -> NamedCampaign:
    """A campaign to everybody with these values, launched; whom it is due for is in the queue."""

    async def make(turn: Turn) -> NamedCampaign:
        told = json.dumps(write_criteria(EVERYBODY))
        done = await save_draft(turn, BY_HAND, NewCampaign("Spring", told, "all", (CampaignText(words),), at, **values))
        return NamedCampaign(done.id, done.name)

    made = await house.act(make)
    await fan_out(house)
    await house.act(lambda turn: launch_action.launch(turn, BY_HAND, LaunchCampaign(made)))
    await fan_out(house)
    return made


async def move(house: House, which: NamedCampaign, how: Callable[..., Awaitable[object]]) -> None:
    await house.act(lambda turn: how(turn, Origin(BY, "m2"), MoveCampaign(which)))


async def fan_out(house: House, *, dying: bool = False) -> int:
    """Work at all jobs; ``dying``: a new process takes over after each part, when the lease of the one before ended."""
    parts, bench = 0, None
    while True:
        if bench is None or dying:
            house.clock.push(elapsed=timedelta(seconds=61))
            bench = Workbench(house.service.turns, CONVERSATIONS)
        if not await bench.step():
            return parts
        parts += 1


async def mailed(house: House, which: NamedCampaign) -> Sequence[Message]:
    async def find(turn: Turn) -> Sequence[Message]:
        page = await turn.unit.messages.page(None, None, None, 1000)
        return [one for one in page if one.campaign == which.id]

    return await house.act(find)


async def states(house: House, which: NamedCampaign) -> dict[tuple[MessageStatus, str | None], int]:
    return dict(Counter((one.status, one.code) for one in await mailed(house, which)))


async def found(house: House, which: NamedCampaign) -> Campaign:
    found = await house.act(lambda turn: turn.unit.of(Campaigns).get(which.id))
    assert found is not None
    return found
