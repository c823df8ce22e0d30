"""Words of another matter behind an open question: each line is written in a copy of one scene, and undone.

A scene is a beginning in the language of transcripts, which ends with the question open. The line goes through the real
intake and the real consumer in one transaction that is rolled back, so that two hundred lines cost seconds.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import select

from bot.simulator.simulated_phone import read_spoken
from handlers.engine.turn import Turn
from handlers.intake import router
from handlers.intake.intake import take
from storage.events.event_inbox import claim_events
from storage.schema import (
    businesses,
    campaigns,
    consents,
    contacts,
    customer_questions,
    events,
    refunds,
    reservations,
    runs,
)
from storage.sending.message import Message
from tests.transcripts.runner import Story
from tests.transcripts.script import Line
from tests.transcripts.world import BUSINESS

_ROUNDS = 12
_LET_GO = "kept"  # a doubt about our messages that the same line resolved: nothing was sent or stopped
_ANSWERED = "No reply of ours answers this."


class _Undone(Exception):
    """Carries the outcome out of a transaction that is rolled back."""

    def __init__(self, outcome: Outcome) -> None:
        super().__init__()
        self.outcome = outcome


@dataclass(frozen=True, slots=True)
class Outcome:
    """The result of one line: the ``actions`` taken, the texts sent to the customer, and those shown to the staff."""

    actions: tuple[str, ...]
    to_customer: tuple[Message, ...]
    to_staff: tuple[Message, ...]
    asked: bool

    @property
    def templates(self) -> tuple[str, ...]:
        """The templates of the answers to the customer."""
        return tuple(one.template or "" for one in self.to_customer)


async def begin(story: Story, beginning: str) -> None:
    """Play the lines of a scene up to its open question, without comparing what is said."""
    for number, line in enumerate(beginning.strip().splitlines(), 1):
        await story.do(Line(number, line.strip()))
        await story.ear.listen()
        story.ear.hear_all()


async def write(story: Story, who: str, text: str) -> Outcome:
    """Return the result of one text of a person; the database is as before."""
    channel, value = story.way(who, None)
    asked = {"from": f"{channel}:{value}", "text": text}

    async def work(turn: Turn) -> None:
        before, known = await _standing(turn), await _sent(turn)
        await take(turn, (await read_spoken(turn, asked)).incoming)
        for _ in range(_ROUNDS):
            claimed = await claim_events(turn.unit, turn.elapsed, timedelta(minutes=1), 20)
            for stored in claimed:
                await router.consume(turn, stored)
            if not claimed:
                break
        raise _Undone(_outcome(before, await _standing(turn), known, await _sent(turn), story, value))

    try:
        await story.world.service.turns.act(BUSINESS, work)
    except _Undone as undone:
        return undone.outcome
    raise AssertionError(_ANSWERED)


async def _sent(turn: Turn) -> Mapping[Any, tuple[Message, str]]:
    found = await turn.unit.messages.page(None, None, None, 1000)
    where = await turn.unit.messages.addresses_of(found)
    return {one.id: (one, where[one.address]) for one in found if one.direction == "out"}


async def _standing(turn: Turn) -> Mapping[str, Any]:
    """Everything that an action changes, by name."""
    unit = turn.unit
    standing: dict[str, Any] = {}
    for run in await unit.rows(select(runs).where(unit.owns(runs))):
        standing[f"run {run.flow} {run.key}"] = run.ended
    for row in await unit.rows(select(reservations).where(unit.owns(reservations))):
        standing[f"order {row.id}"] = row.status
    for row in await unit.rows(select(consents).where(unit.owns(consents))):
        standing[f"consent {row.id}"] = (row.programme, row.action)
    for row in await unit.rows(select(events).where(unit.owns(events), events.c.type == "order.reserved")):
        standing[f"placed {row.id}"] = True
    for row in await unit.rows(select(campaigns).where(unit.owns(campaigns))):
        standing[f"campaign {row.id}"] = row.status
    for row in await unit.rows(select(contacts).where(unit.owns(contacts), contacts.c.erased_at.is_not(None))):
        standing[f"erased {row.id}"] = True
    for row in await unit.rows(select(refunds).where(unit.owns(refunds))):
        standing[f"refund {row.id}"] = row.state
    (row,) = await unit.rows(select(businesses.c.paused_at).where(businesses.c.id == unit.business))
    standing["paused"] = row.paused_at
    standing["questions"] = len(await unit.rows(select(customer_questions).where(unit.owns(customer_questions))))
    return standing


def _outcome(before: Any, after: Any, known: Any, sent: Any, story: Story, value: str) -> Outcome:
    changed = [
        f"{name}: {before.get(name)} → {now}"
        for name, now in after.items()
        if name != "questions" and now not in {None, _LET_GO} and now != before.get(name)
    ]
    new = [one for identity, one in sent.items() if identity not in known]
    staff = story.way("asha", None)[1]
    theirs = tuple(one for one, to in new if to.endswith(f":{value}"))
    told = tuple(one for one, to in new if to.endswith(f":{staff}"))
    return Outcome(tuple(changed), theirs, told, after["questions"] > before["questions"])
