"""The staff's door of a real service on SQLite: each line is written in a transaction that is then taken back."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import select

from flows.actor import SYSTEM
from flows.audience.criteria import EVERYBODY
from flows.campaigns.campaign import Campaign, CampaignStatus
from flows.campaigns.campaign_texts import CampaignText
from flows.campaigns.send_schedule import Schedule
from flows.events import MessageReceived
from handlers.engine.turn import Turn
from handlers.intake import intake, router
from handlers.people.inbound_event import InboundEvent
from storage.businesses.access import COMMANDED
from storage.campaigns.campaigns import Campaigns
from storage.schema import audit, campaign_changes, messages, questions
from tests.transcripts.runner import Story
from tests.transcripts.script import read
from tests.transcripts.world import BUSINESS, World, world

SHOP = Path(__file__).parent / "shop.txt"
CAMPAIGNS = ("diwali", "spring", "winter sale", "verano")
PRIYA = "9001"
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Heard:
    """What came of a line: the names of the commands that answered, what they said, what they ask and with which
    values, what the audit says was done, and the changes of campaigns; ``stopped``: it was an opt-out."""

    names: tuple[str, ...] = ()
    text: str = ""
    asks: tuple[tuple[str, Mapping[str, Any]], ...] = ()
    done: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    stopped: bool = False
    buttons: tuple[str, ...] = ()

    @property
    def confirms(self) -> tuple[str, ...]:
        """The commands that are shown, and done upon a yes."""
        return tuple(values["command"] for expects, values in self.asks if expects == "confirm")


class _TakenBack(Exception):
    """Nothing of the line stays."""


@dataclass
class Door:
    """The shop of `shop.txt`, and the chat of its owner."""

    world: World
    written: int = 0
    _kept: dict[str, Any] = field(default_factory=dict)

    async def hear(self, text: str, status: CampaignStatus = CampaignStatus.SENDING, chat: str = PRIYA) -> Heard:
        """What comes of one line of the owner's, with all campaigns of that status; nothing of it stays."""
        self.written += 1
        found: list[Heard] = []

        async def work(turn: Turn) -> None:
            await _bring(turn, status)
            found.append(await self._said(turn, text, chat))
            raise _TakenBack

        try:
            await self.world.service.turns.act(BUSINESS, work)
        except _TakenBack:
            return found[0]
        raise AssertionError("it was taken back")

    async def _said(self, turn: Turn, text: str, chat: str) -> Heard:
        key = f"line-{self.written}"
        event = MessageReceived("telegram", chat, "tigertees_bot", key, text, turn.now)
        before = {row.id for row in await turn.unit.rows(select(audit.c.id).where(turn.unit.owns(audit)))}
        taken = await intake.take(turn, InboundEvent("simulator", key, event, b""))
        stored = await turn.unit.inbox.get(taken.id)
        assert stored is not None
        await router.consume(turn, stored)
        said = await turn.unit.messages.find_by_key(event.key)
        assert said is not None
        ours = select(messages).where(turn.unit.owns(messages), messages.c.reply_to == said.id)
        answers = await turn.unit.rows(ours)
        asked = select(questions).where(questions.c.message.in_([one.id for one in answers]))
        found = [
            question
            for row in await turn.unit.rows(asked)
            if (question := await turn.unit.questions.last(row.address, row.expects)) is not None
        ]
        done = await turn.unit.rows(
            select(audit).where(turn.unit.owns(audit), audit.c.action != COMMANDED).order_by(audit.c.id)
        )
        moved = await turn.unit.rows(select(campaign_changes).where(turn.unit.owns(campaign_changes)))
        return Heard(
            tuple(one.key.split(":", 2)[-1] for one in answers),
            "\n".join(one.text or "" for one in answers),
            tuple((one.expects, one.data) for one in found),
            tuple(one.action for one in done if one.id not in before),
            tuple(one.what for one in moved if one.what not in {"draft", "brought"}),
            taken.stopped is not None,
        )


async def _bring(turn: Turn, status: CampaignStatus) -> None:
    """The campaigns are of that status now."""
    campaigns = turn.unit.of(Campaigns)
    for one in await campaigns.page(len(CAMPAIGNS)):
        changed = replace(one, status=status, schedule=Schedule(turn.now + _DAY))
        await campaigns.change(changed, SYSTEM, turn.now, "brought")


async def _furnish(turn: Turn) -> None:
    """Campaigns and audiences, which the lines name."""
    for name in CAMPAIGNS:
        made = Campaign(
            id=turn.unit.ids.make(), name=name, status=CampaignStatus.DRAFT, criteria=EVERYBODY, phrase="everybody",
            texts=(CampaignText("Hello"),), channels=("sms", "telegram"), schedule=Schedule(turn.now + _DAY),
            holdout=0.0, url="", made_by=SYSTEM, made_at=turn.now, updated_at=turn.now,
        )  # fmt: skip
        await turn.unit.of(Campaigns).add(made, SYSTEM)


@asynccontextmanager
async def door(database: str) -> AsyncIterator[Door]:
    """The shop, while it is open."""
    script = read(SHOP)
    async with world(script, database) as here:
        story = Story(here)
        for line in script.lines:
            await story.do(line)
        await here.service.turns.act(BUSINESS, _furnish)
        yield Door(here)
