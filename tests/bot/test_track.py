"""The page of an order over HTTP: what it tells in each state, to whom, and what it keeps to itself."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import replace
from datetime import UTC, datetime
from html.parser import HTMLParser
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from bot.clock import PushedClock
from bot.web.server import build
from bot.web.track import OrderPages
from flows.business import Referral, Sourcing
from flows.events import Customer
from flows.sourcing import flow
from flows.sourcing.order import Order, Says
from handlers.turn import Turn
from storage import codec
from storage.erasure import erase
from storage.store import Away, Store
from tests.sourced import NOOR, SOUVENIRS, Souvenirs, turns_of

MONDAY = datetime(2026, 3, 2, 6, 0, tzinfo=UTC)  # 11:30 in Delhi
Client = TestClient[web.Request, web.Application]


@pytest.fixture
def clock() -> PushedClock:
    return PushedClock(MONDAY)


@pytest.fixture
async def house(store: Store, clock: PushedClock) -> Souvenirs:
    return await Souvenirs(turns_of(store, clock), clock).open()


@pytest.fixture
async def client(house: Souvenirs) -> AsyncIterator[Client]:
    async with TestClient(TestServer(build(OrderPages(house.turns).add_to))) as opened:
        yield opened


class Page(HTMLParser):
    """What stands on a page: its words, line by line, its links, its steps by class, and what it would load."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.lines: list[str] = []
        self.links: dict[str, str] = {}
        self.steps: list[tuple[str, str]] = []
        self.loaded: list[str] = []
        self.lang = ""
        self.form: dict[str, list[str]] = {}
        self._open: list[tuple[str, dict[str, str]]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        known = {name: value or "" for name, value in attrs}
        self.lang = known.get("lang", self.lang)
        if "name" in known and tag in {"input", "button"}:
            self.form.setdefault(known["name"], []).append(known["value"])
        self._open.append((tag, known))
        if tag in {"script", "img", "iframe"} or ("src" in known) or any(name.startswith("on") for name in known):
            self.loaded.append(tag)

    def handle_endtag(self, tag: str) -> None:
        while self._open and self._open.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        said = " ".join(data.split())
        if not said or not self._open or self._open[-1][0] == "style":
            return
        self.lines.append(said)
        tag, known = self._open[-1]
        if tag == "a":
            self.links[said] = known["href"]
        if known.get("class") == "what":
            self.steps.append((next(one["class"] for name, one in reversed(self._open) if name == "li"), said))

    def says(self, *parts: str) -> bool:
        return all(any(part in line for line in self.lines) for part in parts)


async def look(client: Client, token: str, **headers: str) -> tuple[int, Page]:
    async with client.get(f"/track/{token}", headers=headers) as answer:
        return answer.status, Page(await answer.text())


async def shown(client: Client, house: Souvenirs, order: Any) -> Page:
    status, page = await look(client, await house.token(order))
    assert status == 200
    return page


async def test_the_steps_of_an_order_as_they_come(client: Client, house: Souvenirs) -> None:
    order = await house.reserve("1234", ("SHORTS", "L", 2), ("MUG", "", 1))
    page = await shown(client, house, order)
    assert page.says("Delhi Souvenirs", "Order 1234", "Hello Noor,", "We are looking for it", "₹2,148", "Size L")
    assert page.steps == [
        ("done", "Reserved"),
        ("now", "Shops asked"),
        ("next", "Found"),
        ("next", "Payment"),
        ("next", "Collected"),
        ("next", "Packed"),
        ("next", "Sent to you"),
        ("next", "Delivered"),
    ]
    house.later(minutes=25)
    await house.says("1234", "connaught", Says.YES, 2)
    assert (await shown(client, house, order)).says("You get a way to pay in your chat.")
    await house.linked("1234")
    page = await shown(client, house, order)
    assert (page.links["Pay ₹2,148"], page.steps[2]) == ("https://pay.example/1234", ("now", "All of it was found"))
    house.later(hours=1)
    await house.pays("1234")
    page = await shown(client, house, order)
    assert page.says("We are getting it for you", "Expected by Thu, Mar 5", "Mon, Mar 2, 12:55 pm")
    assert not any("pay.example" in link for link in page.links.values())
    assert page.steps[2:5] == [
        ("done", "All of it was found"),
        ("done", "Paid"),
        ("now", "Started to collect it"),
    ]


async def test_closed_shops_are_asked_when_they_open(client: Client, house: Souvenirs) -> None:
    async def close(turn: Turn) -> None:
        for shop in house.shops.values():
            await turn.unit.shops.close_until(shop, datetime(2026, 3, 3, 4, 30, tzinfo=UTC))

    await house.act(close)
    order = await house.reserve("1234", ("SHORTS", "L", 2))
    page = await shown(client, house, order)
    assert page.says("We have your reservation")
    assert page.steps[:3] == [("now", "Reserved"), ("next", "Shops asked"), ("next", "Found")]
    house.later(hours=23)
    page = await shown(client, house, order)
    assert page.steps[:3] == [("done", "Reserved"), ("now", "Shops asked"), ("next", "Found")]
    assert page.says("Tue, Mar 3, 10 am")


async def test_the_fee_of_an_express_order(client: Client, house: Souvenirs) -> None:
    page = await shown(client, house, await house.confirmed("1234", express=True))
    assert page.lines[page.lines.index("Total") - 2 :][:4] == ["Express", "₹149", "Total", "₹1,947"]
    assert page.says("Expected by Tue, Mar 3, 12:30 pm")


CREDITS = {
    "more than it costs": (1200, ["Express", "₹149", "Referral", "−₹499", "Total", "₹0"]),
    "more than the fee": (200, ["Express", "₹149", "Referral", "−₹200", "Total", "₹299"]),
    "less than the fee": (100, ["Express", "₹149", "Referral", "−₹100", "Total", "₹399"]),
}


@pytest.mark.parametrize(("off", "sums"), CREDITS.values(), ids=CREDITS)
async def test_an_express_order_that_a_referral_makes_cheaper(
    client: Client, house: Souvenirs, off: int, sums: list[str]
) -> None:
    await house.becomes(replace(SOUVENIRS, referral=Referral(off)))
    await house.credited(off)
    page = await shown(client, house, await house.reserve("1234", ("MUG", "", 1), express=True))
    assert page.lines[page.lines.index("Total") - 4 :][:6] == sums


async def test_a_credit_stays_on_the_page_when_there_are_no_more_of_them(client: Client, house: Souvenirs) -> None:
    await house.becomes(replace(SOUVENIRS, referral=Referral(100)))
    await house.credited(100)
    order = await house.reserve("1234", ("MUG", "", 1))
    await house.becomes(SOUVENIRS)
    assert (await shown(client, house, order)).says("Referral", "−₹100", "₹250")


async def test_from_the_shops_to_the_door(client: Client, house: Souvenirs) -> None:
    order = await house.confirmed("1234")
    house.later(days=1)
    await house.picked("1234", "connaught")
    page = await shown(client, house, order)
    assert page.steps[4:6] == [("done", "Started to collect it"), ("now", "Picked up from the shops")]
    house.later(hours=2)
    await house.moved("1234", "packed")
    house.later(hours=2)
    await house.moved("1234", "shipped", "https://courier.example/AWB1")
    page = await shown(client, house, order)
    assert (page.links["Follow the parcel"], page.steps[-2:]) == (
        "https://courier.example/AWB1",
        [("now", "Handed to the courier"), ("next", "Delivered")],
    )
    house.later(days=1)
    await house.moved("1234", "delivered")
    page = await shown(client, house, order)
    assert page.says("It was delivered")
    assert page.steps[-1] == ("end", "Delivered")


async def test_a_number_that_is_no_link_stays_text(client: Client, house: Souvenirs) -> None:
    order = await house.confirmed("1234")
    await house.moved("1234", "shipped", "javascript:alert(1)")
    page = await shown(client, house, order)
    assert page.says("Tracking number:", "javascript:alert(1)")
    assert not any("javascript" in link for link in page.links.values())


async def test_who_brings_it_stands_by_its_number(client: Client, house: Souvenirs) -> None:
    order = await house.confirmed("1234")
    await house.moved("1234", "shipped", "AWB77", "Delhivery")
    page = await shown(client, house, order)
    assert page.says("Tracking number:", "Delhivery", "AWB77")


async def test_who_brings_it_stands_by_its_link(client: Client, house: Souvenirs) -> None:
    order = await house.confirmed("1234")
    await house.moved("1234", "shipped", "https://courier.example/AWB1", "Delhivery")
    page = await shown(client, house, order)
    assert page.links["Follow the parcel"] == "https://courier.example/AWB1"
    assert page.says("Delhivery")


async def test_how_many_of_the_shops_gave_theirs(client: Client, house: Souvenirs) -> None:
    order = await house.reserve("1234", ("SHORTS", "L", 1), ("SHORTS", "M", 1))
    await house.says("1234", "connaught", Says.YES, 1, "1")
    await house.says("1234", "karol", Says.YES, 1, "2")
    await house.linked("1234")
    await house.pays("1234")
    house.later(hours=1)
    await house.picked("1234", "karol")
    assert (await shown(client, house, order)).says("1 of 2 shops so far")


async def test_a_part_is_chosen(client: Client, house: Souvenirs) -> None:
    order = await house.reserve("1234")
    await house.says("1234", "connaught", Says.PART, 1)
    await house.says("1234", "karol", Says.NO)
    await house.elapses("1234", "answer")
    assert (await shown(client, house, order)).says("A part of it is there", "take the part, wait for the rest")
    await house.chooses("1234", 1)
    await house.linked("1234")
    page = await shown(client, house, order)
    assert page.says("1 more could not be had", "₹899")
    assert "Pay ₹899" in page.links


async def test_what_goes_back(client: Client, house: Souvenirs) -> None:
    order = await house.reserve("1234", ("SHORTS", "L", 1), ("MUG", "", 1))
    await house.says("1234", "connaught", Says.YES, 1)
    await house.linked("1234")
    await house.pays("1234")
    house.later(hours=5)
    await house.given_up("1234", "1")
    page = await shown(client, house, order)
    assert page.says("₹899 is on its way back to you.", "no longer in this order", "A part could not be had")
    assert page.steps[-4] == ("now", "Being packed")  # the rest of it is our own stock
    await house.refunded("1234")
    assert (await shown(client, house, order)).says("₹899 was sent back to you.")
    await house.given_up("1234")
    page = await shown(client, house, order)
    assert page.says("Your money is on its way back", "₹350 is on its way back to you.")
    assert page.steps[-2:] == [("now", "Refund started"), ("next", "Refunded")]
    await house.refunded("1234", "failed")
    assert (await shown(client, house, order)).says("we are seeing to it by hand")


async def test_money_that_came_twice_is_no_refund_of_the_order(client: Client, house: Souvenirs) -> None:
    order = await house.confirmed("1234")
    await house.pays("1234", "pay_again")
    page = await shown(client, house, order)
    assert page.says("We are getting it for you")
    assert not page.says("back to you")


async def test_how_it_ends_without_money(client: Client, house: Souvenirs) -> None:
    gone = await house.reserve("1")
    await house.called_off("1")
    assert (await shown(client, house, gone)).says("This order was cancelled")
    none = await house.reserve("2")
    await house.elapses("2", "answer")
    assert (await shown(client, house, none)).says("We could not find it", "Not found in any shop")
    late = await house.reserve("3", ("MUG", "", 1))
    await house.elapses("3", "reservation")
    page = await shown(client, house, late)
    assert page.says("Your reservation is over")
    assert not page.says("Total")


async def test_a_day_that_passed_is_owned_up_to(client: Client, house: Souvenirs) -> None:
    order = await house.confirmed("1234")
    house.later(days=3, hours=2)
    assert (await shown(client, house, order)).says("We said Thu, Mar 5. It takes longer than we thought")


async def test_cash_on_delivery_asks_for_a_word(store: Store, clock: PushedClock) -> None:
    business = replace(SOUVENIRS, sourcing=Sourcing(pay="cod"))
    house = await Souvenirs(turns_of(store, clock), clock, business).open()
    order = await house.reserve("1234", ("MUG", "", 1))
    async with TestClient(TestServer(build(OrderPages(house.turns).add_to))) as client:
        page = await shown(client, house, order)
    assert page.says("Confirm it in your chat")
    assert ("next", "Your confirmation") in page.steps
    assert not any("pay" in link for link in page.links.values())


async def test_how_it_is_paid_was_said_when_it_was_reserved(client: Client, house: Souvenirs) -> None:
    await house.becomes(replace(SOUVENIRS, sourcing=Sourcing(pay="cod")))
    at_the_door = await house.reserve("1234", ("MUG", "", 1))
    await house.becomes(SOUVENIRS)
    page = await shown(client, house, at_the_door)
    assert page.says("Confirm it in your chat")
    assert ("next", "Your confirmation") in page.steps
    before = await house.reserve("1235")
    await house.becomes(replace(SOUVENIRS, sourcing=Sourcing(pay="cod")))
    assert ("next", "Payment") in (await shown(client, house, before)).steps


async def test_paid_first(store: Store, clock: PushedClock) -> None:
    business = replace(SOUVENIRS, sourcing=Sourcing(pay="first"))
    house = await Souvenirs(turns_of(store, clock), clock, business).open()
    order = await house.reserve("1234")
    await house.linked("1234")
    async with TestClient(TestServer(build(OrderPages(house.turns).add_to))) as client:
        page = await shown(client, house, order)
        assert "Pay ₹1,798" in page.links
        assert page.says("What cannot be had is refunded.")
        await house.pays("1234")
        page = await shown(client, house, order)
    assert page.steps[:3] == [("done", "Reserved"), ("done", "Paid"), ("now", "Shops asked")]
    assert ("next", "Payment") not in page.steps


async def test_with_a_clock_that_stands_steps_come_as_they_were_written(client: Client, house: Souvenirs) -> None:
    order = await house.reserve("1234")
    await house.says("1234", "connaught", Says.YES, 2)
    await house.linked("1234")
    await house.pays("1234")
    await house.picked("1234", "connaught")
    page = await shown(client, house, order)
    assert [said for _, said in page.steps][:6] == [
        "Reserved",
        "Shops asked",
        "All of it was found",
        "Paid",
        "Started to collect it",
        "Picked up from the shops",
    ]


async def test_paid_first_with_a_clock_that_stands(client: Client, house: Souvenirs) -> None:
    await house.becomes(replace(SOUVENIRS, sourcing=Sourcing(pay="first")))
    order = await house.reserve("1234")
    await house.linked("1234")
    await house.pays("1234")
    await house.says("1234", "connaught", Says.YES, 2)
    page = await shown(client, house, order)
    assert [said for _, said in page.steps][:4] == ["Reserved", "Paid", "Shops asked", "Started to collect it"]


async def test_our_own_stock_is_packed_and_no_shop_is_spoken_of(client: Client, house: Souvenirs) -> None:
    order = await house.reserve("1234", ("MUG", "", 1))
    await house.linked("1234")
    page = await shown(client, house, order)
    assert page.says("It is in stock", "Pay and we pack it.", "In stock, kept for you")
    await house.pays("1234")
    page = await shown(client, house, order)
    assert page.says("We are packing it", "We have it here.", "Being packed")
    assert not any(word in line for line in page.lines for word in ("collect", "Collect", "shop", "found"))


async def test_what_a_shop_gives_a_part_of_is_fetched(client: Client, house: Souvenirs) -> None:
    order = await house.reserve("1234", ("MUG", "", 2))
    await house.says("1234", "connaught", Says.YES, 1)
    assert (await shown(client, house, order)).says("All of it is there")


async def test_what_we_make(client: Client, house: Souvenirs) -> None:
    order = await house.quoted("1234", 4500, "painted box")
    page = await shown(client, house, order)
    assert page.says("We can make it for you", "Say yes or no in your chat.", "Offered to you", "Made for you")
    assert not page.says("kept")
    await house.agrees("1234")
    await house.linked("1234")
    assert (await shown(client, house, order)).says("Pay and we start to make it.")
    await house.pays("1234")
    page = await shown(client, house, order)
    assert page.says("We are making it for you", "Started to make it")
    assert not any(word in line for line in page.lines for word in ("ollect", "shop", "found", "getting"))


async def press(client: Client, token: str, page: Page, said: str) -> tuple[int, Page]:
    """A button of the page is pressed, and the browser goes where it is led."""
    form = {"asked": page.form["asked"][0], "said": said}
    async with client.post(f"/track/{token}", data=form) as answer:
        assert [one.status for one in answer.history] == [303]
        return answer.status, Page(await answer.text())


async def stands(house: Souvenirs, ref: str) -> tuple[bool, list[str]]:
    """Whether the photos are approved, and what of them is in the history."""

    async def work(turn: Turn) -> tuple[bool, list[str]]:
        known = await turn.unit.orders.known("api", ref)
        assert known is not None
        run = await turn.unit.runs.open(flow.NAME, str(known.id))
        assert run is not None
        history = await turn.unit.histories.history(known.id)
        said = [one.note for one in history if (one.by, one.status) == ("customer", "quality_check")]
        return codec.load(Order, run.state).approved, said

    return await house.act(work)


@pytest.fixture
async def photographed(house: Souvenirs) -> str:
    """The token of an order whose customer is asked about its photos."""
    order = await house.confirmed("1234")
    await house.picked("1234", "connaught")
    house.later(hours=1)
    await house.photographed("1234", 2)
    house.later(minutes=5)
    return await house.token(order)


ANSWERS = {
    "ship": (True, "the customer approves", "Thank you: the photos are fine, and we ship it."),
    "recheck": (False, "the customer wants it checked again", "we check it again and send you new photos"),
}


@pytest.mark.parametrize(("said", "comes"), ANSWERS.items(), ids=ANSWERS)
async def test_photos_are_answered_on_the_page_as_in_the_chat(
    client: Client, house: Souvenirs, photographed: str, said: str, comes: tuple[bool, str, str]
) -> None:
    approved, note, understood = comes
    _, page = await look(client, photographed)
    assert page.says("Shall we ship it? Without an answer we do:", "Ship it", "Check again")
    assert (page.form["said"], page.loaded) == (["ship", "recheck"], ["img", "img"])
    status, page = await press(client, photographed, page, said)
    assert (status, page.form, page.says(understood)) == (200, {}, True)
    assert (await stands(house, "1234")) == (approved, [note])
    told = await house.act(lambda turn: turn.unit.messages.page(None, None, None, 10))
    assert next(one.data["happened"] for one in told if one.template == "photos_answered") == (
        "approved" if approved else "again"
    )


async def test_an_answer_is_taken_once(client: Client, house: Souvenirs, photographed: str) -> None:
    _, page = await look(client, photographed)
    await press(client, photographed, page, "ship")
    status, again = await press(client, photographed, page, "ship")
    assert (status, again.says("we ship it")) == (200, True)
    await press(client, photographed, page, "recheck")
    assert await stands(house, "1234") == (True, ["the customer approves"])


async def test_an_answer_to_older_photos_is_none_to_the_newer(
    client: Client, house: Souvenirs, photographed: str
) -> None:
    _, old = await look(client, photographed)
    await house.photographed("1234")
    _, page = await press(client, photographed, old, "ship")
    assert page.says("Shall we ship it?")
    assert await stands(house, "1234") == (False, [])


async def test_an_answer_in_the_chat_closes_the_question_on_the_page(
    client: Client, house: Souvenirs, photographed: str
) -> None:
    _, page = await look(client, photographed)
    await house.chooses("1234", 2)
    _, page = await press(client, photographed, page, "ship")
    assert (page.form, page.says("we check it again")) == ({}, True)
    assert await stands(house, "1234") == (False, ["the customer wants it checked again"])


async def test_silence_is_no_word_of_theirs(client: Client, house: Souvenirs, photographed: str) -> None:
    house.later(hours=24)
    await house.elapses("1234", "photos")
    _, page = await look(client, photographed)
    assert (page.form, page.says("Thank you")) == ({}, False)


@pytest.mark.parametrize("locale", ["en", "es", "hi", "hi-Latn"])
async def test_the_question_in_every_language(client: Client, house: Souvenirs, locale: str) -> None:
    order = await house.confirmed("1234", customer=replace(NOOR, locale=locale))
    await house.picked("1234", "connaught")
    await house.photographed("1234")
    token = await house.token(order)
    _, page = await look(client, token)
    assert len(page.form["said"]) == 2
    _, page = await press(client, token, page, "recheck")
    assert page.form == {}


@pytest.mark.parametrize(
    ("body", "status"),
    [
        pytest.param(b"", 400, id="empty"),
        pytest.param(b"asked=1&said=nothing", 400, id="no answer"),
        pytest.param(b"said=ship", 400, id="to nothing"),
        pytest.param(b"asked=9&said=ship&asked=9", 400, id="more"),
        pytest.param(b"asked=9&said=ship", 200, id="another question"),
        pytest.param(b"a" * 201, 413, id="too long"),
    ],
)
async def test_what_is_no_answer_changes_nothing(
    client: Client, house: Souvenirs, photographed: str, body: bytes, status: int
) -> None:
    async with client.post(f"/track/{photographed}", data=body) as answer:
        assert answer.status == status
    assert await stands(house, "1234") == (False, [])


@pytest.mark.parametrize("token", ["A" * 22, "a", "%3Cb%3E"])
async def test_an_answer_for_no_order(client: Client, token: str) -> None:
    async with client.post(f"/track/{token}", data=b"asked=9&said=ship") as answer:
        assert (answer.status, answer.content_type) == (404, "text/html")


LANGUAGES = {
    "en-IN": ("en", "We are looking for it", "Mon, 2 Mar, 11:30 am"),
    "es-MX": ("es", "Lo estamos buscando", "Lun 2 de mar a las 11:30 am"),
    "hi": ("hi", "हम इसे ढूँढ रहे हैं", "सोम, 2 मार्च, सुबह 11:30 बजे"),
    "hi-Latn": ("hi-Latn", "Hum ise dhoondh rahe hain", "Som, 2 Mar, subah 11:30 baje"),
    "fr": ("en", "We are looking for it", "Mon, Mar 2, 11:30 am"),
}


@pytest.mark.parametrize(("locale", "told"), LANGUAGES.items(), ids=LANGUAGES)
async def test_the_customer_s_language(
    client: Client, house: Souvenirs, locale: str, told: tuple[str, str, str]
) -> None:
    page = await shown(client, house, await house.reserve("1", customer=replace(NOOR, locale=locale)))
    assert (page.lang, page.says(*told[1:])) == (told[0], True)


async def test_the_language_in_which_the_customer_writes(client: Client, house: Souvenirs) -> None:
    order = await house.reserve("1", customer=replace(NOOR, locale="en-IN"))

    async def write(turn: Turn) -> None:
        found = await turn.unit.reservations.get(order)
        assert found is not None
        assert found.contact is not None
        await turn.unit.people.write_in(found.contact, "hi-Latn")

    await house.act(write)
    page = await shown(client, house, order)
    assert (page.lang, page.says("Hum ise dhoondh rahe hain")) == ("hi-Latn", True)


async def test_the_customer_s_zone(client: Client, house: Souvenirs) -> None:
    abroad = Customer(name="Ana", whatsapp="+34600000001")
    page = await shown(client, house, await house.reserve("1", customer=abroad))
    assert page.says("Mon, Mar 2, 7 am")


async def test_what_people_and_catalogues_say_stays_text(client: Client, house: Souvenirs) -> None:
    name = "<b>Noor</b><script>x</script> Khan"
    order = await house.reserve("1", customer=replace(NOOR, name=name), number="<i>7")
    page = await shown(client, house, order)
    assert page.loaded == []
    assert page.says("<b>Noor</b><script>x</script>", "Order <i>7")


async def test_only_the_first_name_is_on_it(client: Client, house: Souvenirs) -> None:
    token = await house.token(await house.confirmed("1234", customer=replace(NOOR, email="noor@home.example")))
    async with client.get(f"/track/{token}") as answer:
        text = await answer.text()
    assert "Noor" in text
    assert not re.search(r"Khan|9811111111|noor@|Connaught|Asha|staff|commission", text)


async def test_nobody_keeps_it_and_it_loads_nothing(client: Client, house: Souvenirs) -> None:
    async with client.get(f"/track/{await house.token(await house.reserve('1'))}") as answer:
        headers, text = answer.headers, await answer.text()
    assert (headers["Cache-Control"], headers["Referrer-Policy"]) == ("no-store", "no-referrer")
    assert headers["X-Robots-Tag"] == "noindex, nofollow"
    assert 'name="robots" content="noindex' in text
    assert headers["Content-Security-Policy"].startswith("default-src 'none'; style-src 'sha256-")
    assert "unsafe" not in headers["Content-Security-Policy"]
    assert not re.search(r"""(src|href)=["']?(https?:)?//(?!pay)|@import|url\(|<script""", text)


UNKNOWN = {"no such token": "A" * 22, "no token": "x", "too long": "A" * 40, "bytes": "%00%ff" + "A" * 20}


@pytest.mark.parametrize("token", UNKNOWN.values(), ids=UNKNOWN)
async def test_a_link_that_leads_nowhere_says_what_to_do(client: Client, token: str) -> None:
    status, page = await look(client, token)
    assert (status, page.lang, page.says("Open it once more from the chat where you got it")) == (404, "en", True)
    status, page = await look(client, token, **{"Accept-Language": "fr-FR, hi;q=0.9, en;q=0.8"})
    assert (status, page.lang, page.says("यहाँ कोई ऑर्डर नहीं है")) == (404, "hi", True)


async def test_who_was_erased_has_no_page_any_more(client: Client, house: Souvenirs) -> None:
    order = await house.reserve("1")

    async def forget(turn: Turn) -> None:
        found = await turn.unit.reservations.get(order)
        assert found is not None
        assert found.contact is not None
        await erase(turn.unit, found.contact, turn.now, str)

    await house.act(forget)
    assert (await look(client, await house.token(order)))[0] == 404


async def test_while_the_database_is_away(house: Souvenirs, monkeypatch: pytest.MonkeyPatch) -> None:
    async def away(_business: str, _work: Callable[[Any], Awaitable[Any]]) -> Any:
        raise Away("the database is away")

    monkeypatch.setattr(house.turns.store, "read", away)
    pages = TestClient(TestServer(build(OrderPages(house.turns).add_to)))
    async with pages as client, client.get("/track/" + "A" * 22) as answer:
        assert (answer.status, answer.headers["Retry-After"]) == (503, "30")
        assert "Your order is not affected" in await answer.text()
