"""What no person wrote is no answer: a reaction, an automatic answer, a quotation of our own text."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest

from flows.audience.criteria import Compared, Counted, Criteria
from flows.events import MessageReceived
from handlers.engine.turn import Turn
from storage.audience.audiences import Audiences, Selection
from storage.campaigns.active_hours import Habits
from storage.people.people import Address
from storage.sending.message import Message
from storage.store.customer_totals import Totals
from tests.delivery import shop
from tests.delivery.house import House
from tests.delivery.planned import BEA, CAL, CARE, DAY, contact_of, entries, keep, let_in, sent_to, write
from tests.delivery.shop import ANN, ANN_CHAT, HOUR

AWAY = "Auto-reply: I am on vacation until Monday."
UNWRITTEN = [
    pytest.param("Liked “{ours}”", id="a reaction"),
    pytest.param("❤️ to “{ours}”", id="an emoji to it"),
    pytest.param("Мне нравится «{ours}»", id="a reaction in a language without a list"),
    pytest.param("{ours}", id="our own text"),
    pytest.param(AWAY, id="an automatic answer"),
    pytest.param("Thanks for contacting us, we will get back to you", id="an automatic answer in other words"),
    pytest.param("I'm driving with Driving Focus turned on. I’ll see your message when I get there.", id="driving"),
]


async def _care(house: House) -> None:
    """Let Ann, Bea and Cal into a plan that an answer ends; they got its first message an hour ago."""
    plan = await keep(house, replace(CARE, exits=frozenset({"replied"}), items=frozenset()), "care")
    for phone in (ANN, BEA, CAL):
        await let_in(house, phone, plan)
    await house.pass_(now=DAY)
    await house.pass_(now=HOUR)


async def _facts(house: House, phone: str) -> tuple[int, set[str], datetime | None]:
    """How often a person wrote by their totals, what an audience finds them by, and when they were active last."""
    who = await contact_of(house, phone)

    async def look(turn: Turn) -> tuple[int, set[str], datetime | None]:
        totals = await turn.unit.of(Totals).find_totals(who)
        asked: dict[str, Criteria] = {
            "replied": Counted("message.replied"),
            "replies": Compared("replies", ">=", Decimal(1)),
        }
        found = {name for name, criteria in asked.items() if await _finds(turn, criteria, who)}
        found |= (
            {"hours"} if await turn.unit.of(Habits).find_best_hours([who], turn.now - DAY, turn.now + DAY) else set()
        )
        return (totals.replies, found, totals.last_active_at) if totals else (0, found, None)

    return await house.act(look)


async def _finds(turn: Turn, criteria: Criteria, who: UUID) -> bool:
    asked = Selection(criteria, turn.now, turn.zone)
    return who in await turn.unit.of(Audiences).find_among(asked, [who])


@pytest.mark.parametrize("text", UNWRITTEN)
async def test_what_no_person_wrote_ends_no_plan_and_is_no_reply(house: House, text: str) -> None:
    await _care(house)
    (ours,) = await sent_to(house, CAL)
    before = await _facts(house, CAL)
    await write(house, CAL, text.format(ours=ours.text))
    (entry,) = await entries(house, CAL, "care")
    assert entry.ended is None
    assert await _facts(house, CAL) == before
    assert before[:2] == (0, set())
    await house.pass_(now=DAY)
    assert len(await sent_to(house, CAL)) == 2


async def test_words_beside_a_quotation_are_an_answer(house: House) -> None:
    await _care(house)
    (ours,) = await sent_to(house, CAL)
    await write(house, CAL, f"“{ours.text}” what is this about?")
    (entry,) = await entries(house, CAL, "care")
    assert entry.ended == "replied"
    assert (await _facts(house, CAL))[:2] == (1, {"replied", "replies", "hours"})


@pytest.mark.parametrize("channel", ["whatsapp", "telegram"])
async def test_a_reaction_in_a_chat_is_kept_and_is_no_reply(house: House, channel: str) -> None:
    value = str(ANN_CHAT) if channel == "telegram" else ANN
    hello = MessageReceived(channel, value, shop.NUMBER, "hello", "what is new?", house.clock.now())
    await house.tell(hello)
    await house.settle()
    house.clock.push(now=HOUR)
    event: dict[str, Any] = {"provider_id": "like", "text": "👍", "reaction": True, "occurred_at": house.clock.now()}
    await house.tell(replace(hello, **event))
    await house.settle()

    async def look(turn: Turn) -> tuple[Address | None, Message | None, int]:
        address = await turn.unit.people.address(channel, value)
        assert address is not None
        totals = await turn.unit.of(Totals).find_totals(address.contact)
        return address, await turn.unit.messages.find_by_key(f"{channel}:like"), totals.replies if totals else 0

    address, kept, replies = await house.act(look)
    assert address is not None
    assert kept is not None
    assert (kept.text, kept.unwritten, replies) == ("👍", True, 1)
    opened = channel == "whatsapp"  # the platform takes free texts for a day after a reaction, too
    assert address.last_inbound_at == house.clock.now() - (timedelta() if opened else HOUR)
