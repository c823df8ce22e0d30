"""What was asked about, and what people had meant by it: counted, and as labelled lines."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

import pytest

from flows.engine import Asks
from handlers.actions import unclear_lines_report
from handlers.actions.unclear_lines_report import Doubts, block, list_lines, render, report
from handlers.consent.stop_doubts import STOP_QUESTION
from handlers.sourcing.customer.calling_off.cancel_confirmation import SURE
from handlers.sourcing.customer.calling_off.order_opt_out import CANCEL_QUESTION
from storage.database.stores import Database
from storage.erasure.erasure import scrub_person
from storage.people.people import Address
from storage.unit import Unit
from tests.handlers.actions.late_cart import CHICAGO, LEFT, NOW, turn_of
from tests.handlers.sourcing.staff.rows import HOUR, MINUTE, Shop, blank, play
from tests.understanding.lines import parse

LINE = "not interested, Ravi Rao here | call 312-555-0177 or r@tiger.example"


async def ask(shop: Shop, who: Address, text: str, expects: str, then: str | None) -> None:
    """Somebody wrote what was not clear, was asked about it, and perhaps said something."""
    line = blank(shop, who, f"in:{text}", "in", text, LEFT)
    await shop.unit.messages.add(line)
    asked = replace(blank(shop, who, f"ask:{text}", "out", "?", LEFT + MINUTE), reply_to=line.id)
    await shop.unit.messages.add(asked)
    await shop.unit.questions.ask(asked, Asks(expects))
    if then is not None:
        await shop.unit.messages.add(blank(shop, who, f"then:{text}", "in", then, LEFT + HOUR))


async def made(store: Database, written: Sequence[tuple[str, str, str | None]]) -> Address:
    async def scene(shop: Shop) -> Address:
        who = await shop.person(CHICAGO, "Ravi Rao")
        for text, expects, then in written:
            await ask(shop, who, text, expects, then)
        return who

    return await play(store, scene)


async def reported(store: Database) -> Doubts:
    return await store.read("tiger", lambda unit: report(turn_of(unit), NOW - timedelta(days=30)))


async def exported(store: Database) -> str:
    async def work(unit: Unit) -> str:
        found = list_lines(turn_of(unit), NOW - timedelta(days=30))
        return "".join([block(one, taught) async for one, taught in found if taught is not None])

    return await store.read("tiger", work)


@pytest.mark.parametrize(
    ("expects", "then", "label"),
    [
        (STOP_QUESTION, "keep", "other"),
        (STOP_QUESTION, "STOP", "stop"),
        (STOP_QUESTION, "yes", "stop"),
        (STOP_QUESTION, "what is this?", None),
        (STOP_QUESTION, None, None),
        (SURE, "1 Yes, cancel it", "cancel_order"),
        (SURE, "no", "other"),
        (CANCEL_QUESTION, "1", "cancel_order"),
        (CANCEL_QUESTION, "Cancel the order", "cancel_order"),
        (CANCEL_QUESTION, "2", "stop"),
        (CANCEL_QUESTION, "No more offers", "stop"),
        (CANCEL_QUESTION, "ऑफ़र बंद करें", "stop"),
        (CANCEL_QUESTION, "what?", None),
    ],
)
async def test_what_a_line_had_meant(store: Database, expects: str, then: str | None, label: str | None) -> None:
    await made(store, [("forget it", expects, then)])
    found = list(parse((await exported(store)).splitlines(), "customers.asked.txt"))
    assert [(one.text, one.label) for one in found] == ([("forget it", label)] if label else [])


async def test_names_and_numbers_stay_here(store: Database) -> None:
    await made(store, [(LINE, STOP_QUESTION, "keep")])
    assert (await exported(store)).splitlines() == ["? -", "en | other | not interested, … … here / call … or …"]


async def test_what_is_asked_most(store: Database) -> None:
    await made(store, [("nope", STOP_QUESTION, "keep"), ("forget it", SURE, "yes"), ("nope", SURE, None)][:2])
    assert render(await reported(store)).splitlines() == [
        "Of 4 messages 2 were asked about.",
        "",
        "stop_asked: 1 times; then other 1",
        "  1 × nope",
        "",
        "cancel_sure: 1 times; then cancel_order 1",
        "  1 × forget it",
    ]


async def test_nothing_was_asked(store: Database) -> None:
    await made(store, [])
    assert render(await reported(store)) == "Of 0 messages none was asked about."


async def test_what_was_erased_is_gone_here_too(store: Database) -> None:
    who = await made(store, [("forget it, I am Ravi", STOP_QUESTION, "keep")])
    await store.write("tiger", lambda unit: scrub_person(unit, who.contact, NOW, lambda value: "h"))
    assert "Ravi" not in await exported(store)
    assert "forget" not in render(await reported(store))


async def test_many_pages(store: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(unclear_lines_report, "PAGE", 2)
    await made(store, [(f"forget {word}", STOP_QUESTION, "keep") for word in ("it", "that", "this", "them")])
    assert (await reported(store)).asked == 4


@pytest.mark.parametrize("then", ["no, keep it", "yes if you can't deliver by friday"])
async def test_a_wish_that_was_given_up_or_half_meant_teaches_nothing(store: Database, then: str) -> None:
    """It was written down as a line about other things, beside its like that were not given up."""
    await made(store, [("cancel my order", SURE, then)])
    assert await exported(store) == ""
