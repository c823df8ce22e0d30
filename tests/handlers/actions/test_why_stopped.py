"""Why, after a STOP: by which words it was said, unless they were erased."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest

from flows.events import ConsentAction, MessageReceived
from handlers.intake import intake
from handlers.people.inbound_event import InboundEvent
from storage.database.stores import Database
from storage.erasure.erasure import scrub_person
from storage.sending.message import Message
from storage.unit import Unit
from tests.handlers.actions.explained import explain, explain_person
from tests.handlers.actions.late_cart import CHICAGO, LEFT, NOW, turn_of
from tests.handlers.sourcing.staff.rows import MINUTE, Shop, play


@dataclass(frozen=True)
class Stop:
    """A person's STOP as it was taken in, and a reminder that was planned before it."""

    said: Message
    planned: Message


async def stops(shop: Shop, text: str, **more: Any) -> Stop:
    who = await shop.person(CHICAGO, "Ravi")
    planned = await shop.planned(who, await shop.cart(who, at=LEFT))
    event = MessageReceived("sms", CHICAGO, "+13145550100", "p1", text, LEFT + MINUTE, **more)
    taken = await intake.take(shop.turn(LEFT + MINUTE), InboundEvent("simulator", "p1", event, b"raw"))
    assert taken.stopped == who.contact
    said = await shop.unit.messages.find_by_key("sms:p1")
    assert said is not None
    return Stop(said, planned)


@pytest.mark.parametrize(
    ("text", "more", "rule", "meant"),
    [
        pytest.param("STOP", {}, "opt-out.clear", "", id="clear"),
        pytest.param("please don't text me\nany more", {}, "opt-out.clear", "", id="in other words"),
        pytest.param("STOP", {"keyword": "STOP"}, "opt-out.keyword", " (the provider's own stop word)",
                     id="the provider's keyword"),
    ],
)  # fmt: skip
async def test_what_a_consent_was_taken_back_by(
    store: Database, text: str, more: dict[str, Any], rule: str, meant: str
) -> None:
    made = await play(store, lambda shop: stops(shop, text, **more))
    words = " ".join(text.split())

    async def look(unit: Unit) -> tuple[str, str, str]:
        turn = turn_of(unit)
        reminder, own = await explain(turn, made.planned.id), await explain(turn, made.said.id)
        return reminder[-1], own[-1], await explain_person(turn, "Ravi")

    reminder, own, told = await store.read("tiger", look)
    assert reminder == f'Revoked by: "{words}" written Mon 2 Mar 2026 21:11 by SMS, rule {rule}'
    assert own == f"It withdrew every consent, rule {rule}"
    assert f'Opted out Mon 21:11: "{words}" by SMS{meant}.' in told.splitlines()
    assert "opt-out." not in told  # a rule's name is for the desk


async def test_what_was_erased_is_not_told_again(store: Database) -> None:
    made = await play(store, lambda shop: stops(shop, "stop texting me. Ravi Rao"))

    async def forget(unit: Unit) -> None:
        await scrub_person(unit, made.said.contact, NOW, lambda value: "h")

    await store.write("tiger", forget)
    lines = await store.read("tiger", lambda unit: explain(turn_of(unit), made.planned.id))
    assert lines[-1].startswith("Revoked by: their own words that were erased since, ")
    assert lines[-1].endswith(", rule opt-out.clear")


async def test_the_ledger_never_holds_their_words(store: Database) -> None:
    made = await play(store, lambda shop: stops(shop, "stop texting me. Ravi Rao"))
    ledger = await store.read("tiger", lambda unit: unit.consents.ledger(made.said.contact))
    assert {(line.source, line.text) for line in ledger if line.action is ConsentAction.REVOKED} == {
        ("their own words", "opt-out.clear")
    }
