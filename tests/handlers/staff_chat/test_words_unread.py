"""Words that a command does not understand: the answer names them, and nothing is done with half of what was said."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy import func, select

from bot.conversations import CONVERSATIONS
from storage.businesses.access import COMMANDED
from storage.database.stores import Database
from storage.helpdesk.customer_questions import CustomerQuestions
from storage.schema import audit
from tests.handlers.sourcing.staff.rows import blank
from tests.handlers.sourcing.staff.sourced import Desk, play

_DEEDS = audit.c.action != COMMANDED

NONSENSE = "wobblegrunt"
VALID = {
    "answers": "/answers", "answers allow": "/answers allow shipping", "answers ask": "/answers ask shipping",
    "answers delete": "/answers delete shipping", "answers undo": "/answers undo shipping",
    "compare all": "/compare all",
    "answer": "/answer shipping", "assign": "/assign 1300 hauz", "cancel": "/cancel 1234",
    "cantsource": "/cantsource 1234", "limit": "/limit 2 7d", "holdout": "/holdout 10",
    "consent": "/consent Noor", "delay": "/delay 2 36h",
    "delivered": "/delivered 1234", "digest": "/digest 8am", "discount": "/discount 3 15",
    "distance": "/distance 1 day", "erase": "/erase Noor",
    "express": "/express", "fetch": "/fetch connaught", "help": "/help", "hours": "/hours 9:00-20:00",
    "invite": "/invite", "known": "/known Noor", "known ask": "/known ask Noor",
    "known done": "/known done Noor", "known send": "/known send Noor",
    "optout": "/optout Noor", "optouts": "/optouts 30d",
    "orders": "/orders 1234", "offers": "/offers", "partners": "/partners",
    "packed": "/packed 1234", "paid": "/paid connaught 500",
    "picked": "/picked 1234 connaught", "price": "/price MUG 500",
    "privacy": "/privacy Noor", "privacy end": "/privacy end sharing Noor",
    "privacy allow": "/privacy allow sharing Noor", "privacy correct": "/privacy correct Noor name Dana",
    "question": "/question 1",
    "question quoted": "/question quoted 1", "suppressions": "/suppressions",
    "question close": "/question close 1", "question give": "/question give 1 Asha",
    "question saved": "/question saved 1 shipping", "question snooze": "/question snooze 1 tomorrow",
    "question take": "/question take 1", "questions": "/questions",
    "questions close": "/questions close 1", "questions give": "/questions give 1 Asha",
    "questions saved": "/questions saved 1 shipping", "questions snooze": "/questions snooze 1 tomorrow",
    "questions take": "/questions take 1", "refunded": "/refunded 1234",
    "restock": "/restock MUG 10", "restock end": "/restock end 1", "restock pause": "/restock pause 1",
    "restock plans": "/restock plans", "restock resume": "/restock resume 1",
    "restock weekly": "/restock MUG 20 each monday", "settings": "/settings", "settled": "/settled 1300 500",
    "setup": "/setup",
    "shipped": "/shipped 1234 AWB12345 Blue Dart Express", "shops": "/shops", "shops best": "/shops best",
    "shops remove": "/shops remove connaught",
    "discount list": "/discount list", "stats best": "/stats best last month",
    "stats chart": "/stats 7d chart", "stats csv": "/stats 7d csv",
    "stats": "/stats 7d", "stock": "/stock MUG", "stock history": "/stock history MUG",
    "team": "/team", "template": "/template win-back es", "texts": "/texts", "undo": "/undo",
    "customers": "/customers dana",
    "customers history": "/customers history dana", "why": "/why Noor",
    "winback on": "/winback on", "winback off": "/winback off",
}  # fmt: skip
"""A text of each command that it understands whole."""
MORE_VALID = ("/stock MUG 10", "/stock MUG mark 3", "/stock SHORTS L", "/stock connaught MUG 3", "/stock",
              "/orders", "/order new",
              "/restock SHORTS L 5", "/shop connaught", "/delivered 1234 AWB98765", "/fetch", "/paid connaught 500.50",
              "/picked 1234", "/help stats", "/undo Asha")  # fmt: skip
FREE = {
    "question answer": "the rest is the answer", "questions answer": "the rest is the answer",
    "suppressions lift": "the rest is the address",
    "discount new": "what is not read is said back", "discount end": "the rest is the code",
    "note": "the rest is the note", "quote": "the rest is what is offered", "refund": "the rest is the reason",
    "return": "the rest is the reason", "send": "the rest is the message", "shops add": "the rest is the shop's name",
    "staff": "the rest is the name", "text": "the rest is the text", "tag": "the last word is the tag",
    "audience": "the rest is the phrase", "audience json": "the rest is the phrase",
    "audience delete": "the rest is the name",
    "plan": "the rest is said back", "plan start": "the rest is the person",
    "plan days": "the rest is the numbers", "plan percent": "the rest is the numbers",
    "plan stop": "the rest is the name",
    "winback": "a length that is not read is said back",
    "campaign": "the rest is the name", "campaign new": "the rest is the words",
    "campaign pause": "the rest is the name", "campaign resume": "the rest is the name",
    "campaign cancel": "the rest is the name", "campaign edit": "the rest is the words",
    "campaign rename": "the rest is the name", "campaign details": "the rest is the name",
    "campaign follow": "the rest is the words", "campaign people": "the rest is the people",
    "campaign words": "the rest is the words", "campaign subject": "the rest is the words",
    "campaign when": "the rest is the moment",
    "campaign offer": "the rest is the offer",
    "codes": "the rest is the code", "campaign launch": "the rest is the name", "campaign test": "the rest is the name",
    "compare": "the rest are the names", "roi": "the rest is the phrase",
    "campaign chart": "the rest is the name", "campaign csv": "the rest is the name",
    "offers show": "the rest is the offer", "offers approve": "the rest is the offer",
    "offers reject": "the rest is the offer",
    "partners add": "the rest is the name", "partners invite": "the rest is the name",
    "partners paid": "the rest is the number", "partners pause": "the rest is the name",
    "partners resume": "the rest is the name", "partners page": "the rest is the name",
    "partners remove": "the rest is the name",
    "shops commission": "an amount that is not read is asked for again",
    "shops hours": "hours that are not read are asked for again",
    "shops handover": "who brings it is asked for again",
    "pause": "it is only done where nothing else was said", "resume": "it is only done where nothing else was said",
}  # fmt: skip
"""The commands in which words of all kinds have their place."""


def paths() -> Iterator[str]:
    for command in CONVERSATIONS.commands:
        yield command.name
        yield from (f"{command.name} {one.name}" for one in command.within)


def test_each_command_is_tried() -> None:
    """Whoever adds a command says here, once more, how it is written."""
    assert sorted(paths()) == sorted(VALID.keys() | FREE.keys())


@pytest.mark.parametrize("text", [*VALID.values(), *MORE_VALID])
async def test_words_that_a_command_does_not_understand_are_said_back(store: Database, text: str) -> None:
    async def scene(desk: Desk) -> None:
        await _arrange(desk)
        before = await desk.unit.rows(select(func.count()).select_from(audit).where(_DEEDS))
        answer = await desk.say(f"{text} {NONSENSE}")
        assert NONSENSE in (answer.text or ""), answer.text
        assert not answer.buttons, "half of it is not to be confirmed"
        assert await desk.unit.rows(select(func.count()).select_from(audit).where(_DEEDS)) == before, "and not done"

    await play(store, scene)


async def _arrange(desk: Desk) -> None:
    """An order that is paid and kept, with a note, one that nobody has, a customer's question, a saved answer."""
    await desk.bought("1234")
    await desk.ask("/note 1234 call first")
    await desk.reserve("1300")
    noor = await desk.unit.people.address("whatsapp", "+919820000001")
    assert noor is not None
    wrote = blank(desk.house, noor, "in:question", "in", "is it washable?", desk.now)
    assert await desk.unit.messages.add(wrote)
    await desk.unit.of(CustomerQuestions).ask(noor.contact, noor.id, wrote.id, desk.now)
    await desk.ask("/answer shipping = We ship in 2 days")
