"""A second plan, about nobody's cart: handed in as a value, it is run, measured, counted, reported and explained."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from bot.conversations import CONVERSATIONS
from flows.business import Business, Discount
from flows.delivery import MessageStatus
from flows.events import Item, OrderCreated
from flows.money import Money
from flows.plan import Plan, Step
from flows.policy.departure_facts import Programme
from flows.sequence import Entered
from handlers.conversation import Conversation, Conversations, plan_flows
from handlers.engine import host
from handlers.engine.turn import Turn
from storage.reports.experiment_report import load_experiment_report
from storage.reports.report_values import ExperimentReport
from storage.sending.holdout_draws import Assignment
from storage.sending.message import Message
from templates import message_catalogue
from templates.message_library import Library
from tests.delivery import shop
from tests.delivery.house import House, open_house
from tests.delivery.shop import ANN, HOUR
from tests.handlers.actions.explained import explain, explain_person

NAME, BEA, EVE = "win_back", "+13145550122", "+13145550133"
PEOPLE = {ANN: "Ann", BEA: "Bea", EVE: "Eve"}
SITE = "https://parley-dev.myshopify.com"
DAY = timedelta(days=1)
TEXTS = {
    "win_back": "{{ brand }}: We have not seen you for long. {{ link }} STOP to opt out",
    "win_back_code": "{{ brand }}: {{ percent }} % off with {{ code }}. {{ link }} STOP to opt out",
}


def win_back(_business: Business) -> Plan:
    """Two messages to whoever has not bought for long; the second with a code."""
    return Plan(
        name=NAME,
        programme=Programme.OFFERS,
        steps=(Step(timedelta(0), "win_back"), Step(3 * DAY, "win_back_code", plain="win_back", discount=Discount(15))),
        exits=frozenset({"bought", "opted_out", "erased"}),
        answers={},
        holdout=0.5,
        counts_for=2 * DAY,
    )


def _library(packaged: Library, folder: Path) -> Library:
    for name, text in TEXTS.items():
        (folder / name).mkdir(parents=True)
        about = f'about = "{name}"\nreader = "customer"\nsells = true\nsays_stop = true\n'
        (folder / name / "message.toml").write_text(about)
        (folder / name / "en.txt").write_text(f"{text}\n")
    ours = {message.name: message for message in message_catalogue.read(folder)}
    return Library({name: packaged.message(name) for name in packaged.names()} | ours)


@pytest.fixture
async def house(database: str, tmp_path: Path) -> AsyncIterator[House]:
    """The shop with one conversation more, a plan; three people agreed to its offers, and Bea is left alone."""
    text = shop.file(store=True).replace('currency = "USD"', f'currency = "USD"\nsite = "{SITE}"', 1)
    async with open_house(database, text=text) as opened:
        turns = opened.service.turns
        ours = Conversation(name=NAME, flows=(plan_flows.make_flow(NAME, win_back),))
        all_ = Conversations((*CONVERSATIONS.all, ours))
        turns.tools = replace(
            turns.tools, conversations=all_, library=_library(turns.tools.library, tmp_path / "texts")
        )
        for phone, name in PEOPLE.items():
            await opened.tell(shop.consented(shop.customer(phone, None, name), opened.clock.now(), ("sms",)))
        await opened.settle()
        for phone, draw in ((ANN, 0.9), (BEA, 0.1), (EVE, 0.8)):
            await _enter(opened, phone, draw)
        await opened.settle()
        yield opened


async def _enter(house: House, phone: str, draw: float) -> None:
    to = await house.address("sms", phone)

    async def work(turn: Turn) -> None:
        await turn.unit.draws.keep(Assignment(NAME, to.contact, 0.5, draw))
        await host.enter(turn, NAME, str(to.contact), to.contact, None, Entered(None, turn.now))

    await house.act(work)


async def _sent(house: House, phone: str) -> list[Message]:
    """What was planned for somebody, oldest first."""
    to = await house.address("sms", phone)
    page = await house.act(lambda turn: turn.unit.messages.page(None, to.contact, None, 100))
    return [one for one in reversed(page) if one.experiment == NAME]


async def _why(house: House, who: str) -> list[str]:
    return (await house.act(lambda turn: explain_person(turn, who))).splitlines()


async def _order(house: House, phone: str, name: str, *codes: str) -> None:
    price = Money.parse("40", "USD")
    who = shop.customer(phone, None, PEOPLE[phone])
    cap, at = (Item("CAP", "Cap", price=price),), house.clock.now()
    await house.tell(OrderCreated(name, f"#{name}", price, cap, who, at, discount_codes=codes))
    await house.settle()


async def _report(house: House) -> ExperimentReport:
    async def ask(turn: Turn) -> ExperimentReport:
        return await load_experiment_report(turn.unit, turn.tenant, NAME, turn.plan(NAME), turn.now)

    return await house.act(ask)


async def test_it_is_sent_by_its_steps_with_a_code_of_its_own_and_leads_to_the_shop(house: House) -> None:
    (first,) = await _sent(house, ANN)
    assert (first.status, first.step, first.thing, first.experiment) == (MessageStatus.SENT, 1, None, NAME)
    assert house.texts_to(ANN)[0].startswith(f"Tiger Tees: We have not seen you for long. {house.url}/l/")
    await house.pass_(now=3 * DAY)
    _, second = await _sent(house, ANN)
    code = second.data["code"]
    assert house.texts_to(ANN)[1].startswith(f"Tiger Tees: 15 % off with {code}. {house.url}/l/")
    assert code in str(house.shopify.discounts)
    link = house.texts_to(ANN)[1].split("/l/")[1].split(" ")[0]
    found = await house.act(lambda turn: turn.unit.links.get(link))
    assert found is not None
    assert found.url == f"{SITE}?discount={code}"


async def test_who_is_left_alone_gets_nothing_up_to_the_last_step(house: House) -> None:
    await house.pass_(now=3 * DAY)
    refused = await _sent(house, BEA)
    assert [(one.status, one.code) for one in refused] == [(MessageStatus.REFUSED, "holdout")] * 2
    assert house.texts_to(BEA) == []
    assert len(house.shopify.discounts) == 2, "no code is made for who is left alone"


async def test_it_is_explained_without_a_cart(house: House) -> None:
    head, told, *_ = await _why(house, "Ann")
    assert head == "Ann (…0111): messages of win back."
    assert told == "Win back 1 by SMS: Due Mon 10:00. Sent 10:00."
    head, told, *_ = await _why(house, "Bea")
    assert head == "Bea (…0122): messages of win back."
    assert told.startswith("Win back 1 by SMS: Due Mon 10:00. Not sent: the person is in the control group")
    (first,) = await _sent(house, ANN)
    lines = await house.act(lambda turn: explain(turn, first.id))
    assert lines[0] == "win_back, step 1 of win_back: marketing (offers), by SMS"
    assert not any(line.startswith("About") for line in lines)


async def test_a_cart_is_told_where_there_is_one_and_what_was_sent_beside_it(house: House) -> None:
    await house.tell(shop.cart(shop.customer(ANN, None), house.clock.now() - HOUR))
    await house.settle()
    await house.pass_(now=shop.FIRST_STEP)
    told = await _why(house, "Ann")
    assert told[0] == "Ann (…0111): cart of $30 left Mon 09:00."
    assert {line.split(":")[0] for line in told[1:3]} == {"Win back 1 by SMS", "Due Mon 10"}


async def test_a_purchase_ends_it_and_counts_for_its_own_time(house: House) -> None:
    """Whatever was bought: it is about no cart. Eve buys after the two days for which its plan lets a click count."""
    for phone in (ANN, EVE):
        (first,) = await _sent(house, phone)
        link = house.texts_to(phone)[0].split("/l/")[1].split(" ")[0]

        async def click(turn: Turn, code: str = link) -> None:
            found = await turn.unit.links.get(code)
            assert found is not None
            await turn.unit.links.visit(found, turn.now, robot=False)

        await house.act(click)
    await house.pass_(now=DAY)
    await _order(house, ANN, "1001")
    await house.pass_(now=DAY + HOUR)
    await _order(house, EVE, "1002")
    await house.pass_(now=2 * DAY)
    assert [len(await _sent(house, phone)) for phone in (ANN, EVE)] == [1, 1], "nothing more is sent to either"
    (first,) = await _sent(house, ANN)
    counted = await house.act(lambda turn: turn.unit.attributions.find_attribution(first.id))
    assert counted is not None
    assert counted.reason == "click"
    (hers,) = await _sent(house, EVE)
    assert await house.act(lambda turn: turn.unit.attributions.find_attribution(hers.id)) is None


async def test_its_report_is_its_own(house: House) -> None:
    await house.tell(shop.cart(shop.customer(ANN, None), house.clock.now()))
    await house.pass_(now=3 * DAY)
    second = (await _sent(house, EVE))[-1]
    await _order(house, EVE, "1003", str(second.data["code"]))
    report = await _report(house)
    assert (report.messaged, report.held_out, report.ordered, report.revenue) == (2, 1, 1, Money.parse("40", "USD"))
    assert report.refused == {"holdout": 2}
    assert [(one.step, one.sent, one.recovered) for one in report.by_step] == [(1, 2, 0), (2, 2, 1)]
    assert (report.treated.carts, report.control.carts) == (2, 1)
    assert report.lift is not None
