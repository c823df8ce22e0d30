"""Where is my order? What is sourced is answered from its own history, whatever else the person bought."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bot.clock import PushedClock
from flows.business import Sourcing
from flows.events import Customer, OrderCreated
from flows.money import Money
from flows.sourcing.shop_ask import Says
from handlers.engine.turn import Turn
from storage.database.stores import Database
from storage.people.people import Identity
from tests.sourced import NOOR, Souvenirs, status_of, turns_of

MONDAY = datetime(2026, 3, 2, 6, 0, tzinfo=UTC)


@pytest.fixture
def clock() -> PushedClock:
    return PushedClock(MONDAY)


@pytest.fixture
async def house(store: Database, clock: PushedClock) -> Souvenirs:
    return await Souvenirs(turns_of(store, clock), clock).open()


async def ask(house: Souvenirs, number: str | None = None, of: Customer = NOOR) -> tuple[str | None, dict[str, Any]]:
    """What Noor is answered; what she gets is written from it."""

    async def work(turn: Turn) -> tuple[str | None, dict[str, Any]]:
        who = await turn.unit.people.resolve([Identity("whatsapp", of.whatsapp or "")], turn.now)
        template, values = await status_of(turn, who, number)
        if template is not None:
            shared = {"brand": "Delhi Souvenirs", "zone": turn.zone, "now": turn.now, "currency": "INR"}
            told = shared | {"support": "help@souvenirs.example"} | dict(values)
            said = turn.tools.library.render(template, channel="whatsapp", locale="en", values=told)
            assert values.get("order", "") in said.text
        return template, dict(values)

    return await house.act(work)


async def link(house: Souvenirs, order: Any) -> str:
    return f"https://go.souvenirs.example/track/{await house.token(order)}"


async def test_while_it_is_looked_for(house: Souvenirs) -> None:
    order = await house.reserve("1234")
    template, values = await ask(house)
    assert template == "order_update"
    assert values == {
        "order": "1234",
        "items": ("2 Tiger Print Shorts L",),
        "happened": "checking",
        "when": MONDAY,
        "expected": MONDAY + timedelta(hours=24),
        "undated": "yes",
        "link": await link(house, order),
        "cancels": "yes",
    }


async def test_the_expected_day_and_the_moment_of_the_state(house: Souvenirs) -> None:
    await house.confirmed("1234")
    paid = house.clock.now()
    house.later(hours=5)
    await house.picked("1234", "connaught")  # a note in the history, no other state
    _, values = await ask(house, "#1234")
    assert (values["happened"], values["when"]) == ("sourcing", paid)
    assert values["expected"] == datetime(2026, 3, 5, 7, 0, tzinfo=UTC)
    assert "undated" not in values
    house.later(days=4)
    _, values = await ask(house)
    assert "expected" not in values
    assert values["undated"] == "yes"


async def test_the_tracking_of_what_is_shipped(house: Souvenirs) -> None:
    await house.confirmed("1234")
    house.later(hours=30)
    await house.moved("1234", "shipped", "AWB 77")
    _, values = await ask(house)
    assert (values["happened"], values["tracking"], values["when"]) == ("shipped", "AWB 77", house.clock.now())
    await house.moved("1234", "delivered")
    _, values = await ask(house)
    assert (values["happened"], "tracking" in values) == ("delivered", False)


@pytest.mark.parametrize(("days", "known"), [(None, False), (2, True)])
async def test_the_day_of_delivery_is_told_where_the_courier_s_days_are_known(
    house: Souvenirs, days: int | None, known: bool
) -> None:
    """Found by play (M2): the day on which it was to leave was told as that of its delivery."""
    await house.becomes(replace(house.business, sourcing=Sourcing(courier_days=days)))
    await house.confirmed("1234")
    await house.moved("1234", "shipped", "AWB77")
    _, values = await ask(house)
    assert values.get("expected") == (house.clock.now() + timedelta(days=2) if known else None)
    assert ("undated" in values) is not known


async def test_who_brings_it_stands_before_its_number(house: Souvenirs) -> None:
    await house.confirmed("1234")
    await house.moved("1234", "shipped", "AWB77", "Delhivery")
    assert (await ask(house))[1]["tracking"] == "Delhivery AWB77"


async def test_a_number_that_begins_with_a_sign_is_found_without(house: Souvenirs) -> None:
    await house.reserve("1", number="#1234")
    assert (await ask(house, "1234"))[1]["order"] == "1234"
    assert (await ask(house, "#1234"))[1]["order"] == "1234"


async def test_only_what_is_still_wanted(house: Souvenirs) -> None:
    await house.reserve("1234", ("SHORTS", "L", 1), ("MUG", "", 1))
    await house.says("1234", "connaught", Says.YES, 1)
    await house.linked("1234")
    await house.pays("1234")
    await house.given_up("1234", "1")
    _, values = await ask(house)
    assert values["items"] == ("Taj Mug",)


async def test_the_one_that_they_name_or_their_latest(house: Souvenirs) -> None:
    await house.reserve("1")
    house.later(hours=1)
    await house.reserve("2", number="M-2")
    assert (await ask(house))[1]["order"] == "M-2"
    assert (await ask(house, "1"))[1]["order"] == "1"
    assert (await ask(house, "2"))[1]["order"] == "M-2"
    assert await ask(house, "3") == (None, {})


async def test_another_s_order_is_not_told_of(house: Souvenirs) -> None:
    await house.reserve("1")
    stranger = Customer(whatsapp="+919822222222")
    assert await ask(house, "1", stranger) == (None, {})
    assert await ask(house, None, stranger) == ("order_unknown", {})


@pytest.mark.parametrize(("hours", "template"), [(1, "order_status"), (-1, "order_update")])
async def test_what_was_bought_as_usual_is_answered_as_usual(house: Souvenirs, hours: int, template: str) -> None:
    """The latest of both is meant."""
    house.later(hours=2)
    await house.reserve("1234")
    house.later(hours=2)

    async def buy(turn: Turn) -> None:
        who = await turn.unit.people.resolve([Identity("whatsapp", NOOR.whatsapp or "")], turn.now)
        order = await turn.unit.orders.ensure("shopify", "99", turn.now)
        placed = datetime(2026, 3, 2, 8 + hours, tzinfo=UTC)
        news = OrderCreated("99", "99", Money.parse(350, "INR"), (), NOOR, placed)
        await turn.unit.orders.place(order, news, who, None)

    await house.act(buy)
    assert (await ask(house))[0] == template
    assert (await ask(house, "99"))[0] == "order_status"
    assert (await ask(house, "1234"))[0] == "order_update"


async def test_after_two_people_turned_out_to_be_one(house: Souvenirs) -> None:
    order = await house.reserve("1234")

    async def merge(turn: Turn) -> None:
        numbers = [Identity("whatsapp", NOOR.whatsapp or ""), Identity("telegram", "77")]
        await turn.unit.people.resolve([numbers[1]], turn.now)
        await turn.unit.people.resolve(numbers, turn.now)

    await house.act(merge)
    template, values = await ask(house)
    assert (template, values["link"]) == ("order_update", await link(house, order))
