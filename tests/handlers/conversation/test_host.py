"""The host asks the database for facts only where a decision needs them."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

import pytest

from flows import recovery, sequence
from flows.consent.stop_question import Silent
from flows.engine import CustomerReplied, Decision, Elapsed, Left, Permitted, Subject
from flows.sequence import Entered, SequenceFacts
from handlers.conversation import Conversation, Conversations, Flow, plan_flows
from handlers.engine import host
from handlers.engine.turn import Turn
from storage.database.stores import Database
from storage.events.runs import Run
from tests.handlers.sourcing.staff.rows import START, TIGER, Shop, play


async def test_facts_are_looked_up_only_where_they_decide(store: Database) -> None:
    asked: list[Subject | None] = []

    async def look(_turn: Turn, _contact: UUID, subject: Subject | None, _event: object) -> SequenceFacts:
        asked.append(subject)
        return SequenceFacts(recovery.make_plan(TIGER), ())

    flow = replace(plan_flows.make_flow(recovery.NAME, recovery.make_plan), facts=look)

    async def scene(shop: Shop) -> None:
        who = await shop.person("+13145550142", "Dana")
        turn = replace(shop.turn(), tools=replace(shop.turn().tools, conversations=_of(flow)))
        subject = Subject("cart", (await shop.cart(who)).id)
        key = str(who.contact)
        for _ in range(2):
            await host.enter(turn, recovery.NAME, key, who.contact, subject, Entered(subject, START))
        run = await shop.unit.runs.get_open(recovery.NAME, key)
        assert run is not None
        assert not await host.advance(turn, run, CustomerReplied("question", who.id, "sms", UUID(int=1)))
        assert asked == []
        assert not await host.advance(turn, run, Permitted())
        assert await host.advance(turn, run, Elapsed("step"))
        assert asked == [subject, subject]
        run = await shop.unit.runs.get_open(recovery.NAME, key)
        assert run is not None
        assert await host.advance(turn, run, Left("bought"))
        assert await shop.unit.runs.get_open(recovery.NAME, key) is None
        assert asked == [subject, subject]

    await play(store, scene)


def _of(flow: Flow) -> Conversations:
    return Conversations((Conversation(name="cart", flows=(flow,)),))


async def test_a_flow_that_says_nothing_is_always_asked(store: Database) -> None:
    async def look(_turn: Turn, _contact: UUID, _subject: Subject | None, _event: object) -> SequenceFacts:
        raise LookupError("asked")

    flow = Flow(recovery.NAME, sequence.State, sequence.decide, look)

    async def scene(shop: Shop) -> None:
        who = await shop.person("+13145550142", "Dana")
        turn = replace(shop.turn(), tools=replace(shop.turn().tools, conversations=_of(flow)))
        subject = Subject("cart", UUID(int=1))
        with pytest.raises(LookupError, match="asked"):
            await host.enter(turn, recovery.NAME, "k", who.contact, subject, Entered(subject, START))

    await play(store, scene)


async def test_an_effect_that_its_flow_does_not_do_is_a_mistake(store: Database) -> None:
    """Else it would be asked for, and nothing would come of it."""
    told = Silent(UUID(int=1))

    async def look(_turn: Turn, _contact: UUID, _subject: Subject | None, _event: object) -> None:
        return None

    async def write(_turn: Turn, _run: Run, _before: object, _decision: Decision[Any]) -> None:
        """Does it."""

    def decide(_state: object, _event: object, _facts: object, _now: datetime) -> Decision[sequence.State]:
        return Decision(sequence.State(START), (told,))

    flow = Flow(recovery.NAME, sequence.State, decide, look, write=write)

    async def scene(shop: Shop) -> None:
        who = await shop.person("+13145550142", "Dana")
        for known, key in ((replace(flow, does=(Silent,)), "done"), (flow, "undone")):
            turn = replace(shop.turn(), tools=replace(shop.turn().tools, conversations=_of(known)))
            if known.does:
                assert await host.enter(turn, recovery.NAME, key, who.contact, None, Permitted()) is not None
            else:
                with pytest.raises(AssertionError, match="Silent, which its `write` has to do"):
                    await host.enter(turn, recovery.NAME, key, who.contact, None, Permitted())

    await play(store, scene)
