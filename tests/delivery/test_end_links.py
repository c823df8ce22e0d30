"""``/u/``: one click of a mail program or a button of the page ends marketing, and is never lost."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

import pytest
from aiohttp import ClientSession, MultipartWriter
from aiohttp.test_utils import TestClient, TestServer
from sqlalchemy import func, select

from bot.inbox import Inbox
from bot.spool import Full
from bot.web.end_pages import EndPages
from bot.web.web_server import build
from flows.delivery import MessageStatus
from flows.events import Means, Teller
from flows.policy.departure_facts import ConsentState, Programme
from handlers.actions.consent_view import view
from handlers.engine.sealed_links import seal
from handlers.engine.turn import Turn
from handlers.people.end_links import PATH, make_end_link
from storage.people.people import Address, Identity
from storage.schema import audit, events
from tests.delivery import shop
from tests.delivery.cut import Cut
from tests.delivery.house import House, open_house
from tests.delivery.shop import ANN, ANN_CHAT, TIGER
from tests.handlers.actions.explained import explain, explain_person

ONE_CLICK = {"List-Unsubscribe": "One-Click"}
REVOKED, CONFIRMED = ConsentState.REVOKED, ConsentState.CONFIRMED
BOTH = ("sms", "telegram")


@dataclass
class Ann:
    """The shop, and Ann, who agreed by SMS and in her chat."""

    house: House
    sms: Address
    chat: Address

    async def link(self, address: UUID | None = None) -> str:
        """Make the link of her number, or of another address."""

        async def make(turn: Turn) -> str:
            return make_end_link(turn, address or self.sms.id)

        return await self.house.act(make)

    async def post(self, url: str, **form: Any) -> tuple[int, str]:
        """Post a form as a mail program does: no cookie, and no redirect is followed."""
        async with ClientSession() as session, session.post(url, allow_redirects=False, **form) as answer:
            return answer.status, await answer.text()

    async def agreed(self) -> tuple[ConsentState, ConsentState]:
        """What holds for offers by SMS, and in the chat."""

        async def look(turn: Turn) -> tuple[ConsentState, ConsentState]:
            states = await turn.unit.consents.states([self.sms.id, self.chat.id])
            return states[self.sms.id, Programme.OFFERS], states[self.chat.id, Programme.OFFERS]

        return await self.house.act(look)

    async def count(self, table: Any, *which: Any) -> int:
        """Count the rows of a table."""

        async def look(turn: Turn) -> int:
            query = select(func.count()).select_from(table).where(turn.unit.owns(table), *which)
            return int(await turn.unit.value(query) or 0)

        return await self.house.act(look)


async def ends(ann: Ann) -> int:
    return await ann.count(events, events.c.type == "marketing.ended")


@pytest.fixture
async def ann(database: str) -> AsyncIterator[Ann]:
    async with open_house(database, whole=True) as house:
        await house.tell(shop.consented(shop.customer(), house.clock.now(), BOTH))
        await house.settle()
        yield Ann(house, await house.address("sms", ANN), await house.address("telegram", str(ANN_CHAT)))


async def test_opening_the_link_changes_nothing(ann: Ann) -> None:
    url = await ann.link()
    async with ClientSession() as session:
        for ask in (session.get, session.head):
            async with ask(url) as page:
                assert (page.status, page.cookies.output()) == (200, "")
                assert "script-src" not in page.headers["Content-Security-Policy"]
        async with session.get(url) as page:
            text = await page.text()
    assert "No more offers by SMS" in text
    assert "No more offers anywhere" in text
    assert "…11" in text
    assert ANN[-4:] not in text
    assert (await ann.agreed(), await ends(ann)) == ((CONFIRMED, CONFIRMED), 0)


@pytest.mark.parametrize("multipart", [False, True])
async def test_one_click_ends_marketing_at_its_address_alone(ann: Ann, multipart: bool) -> None:
    url, offer = await ann.link(), await ann.house.offer(ann.sms, programme=Programme.OFFERS)
    if multipart:
        body = MultipartWriter("form-data")
        body.append("One-Click").set_content_disposition("form-data", name="List-Unsubscribe")
        answer = await ann.post(url, data=body)
    else:
        answer = await ann.post(url, data=ONE_CLICK)
    assert answer[0] == 200
    assert "Our offers and reminders by SMS have ended" in answer[1]
    assert await ann.agreed() == (REVOKED, CONFIRMED)
    news = await ann.house.post(ann.sms, "news")
    await ann.house.settle()
    assert (await ann.house.message(offer)).status is MessageStatus.REFUSED
    assert (await ann.house.message(news)).status is MessageStatus.SENT
    assert ann.house.texts_to(ANN) == ["Your order left."]  # nothing answers the click
    assert ann.house.chats_to(ANN_CHAT) == []


async def test_a_repeat_is_answered_and_leaves_no_trace(ann: Ann) -> None:
    url = await ann.link()
    assert [(await ann.post(url, data=ONE_CLICK))[0] for _ in range(3)] == [200, 200, 200]
    assert await ends(ann) == 1
    assert await ann.count(audit, audit.c.action == "marketing ended") == 1


async def test_it_ends_again_after_a_start(ann: Ann) -> None:
    url = await ann.link()
    await ann.post(url, data=ONE_CLICK)
    await ann.house.twilio.say(ANN, shop.NUMBER, "START", url=f"{ann.house.url}/channels/twilio/{TIGER}/inbound")
    await ann.house.settle()
    assert (await ann.agreed())[0] is CONFIRMED
    assert (await ann.post(url, data=ONE_CLICK))[0] == 200
    assert await ann.agreed() == (REVOKED, CONFIRMED)


async def test_a_tick_at_the_shop_does_not_bring_offers_back(ann: Ann) -> None:
    await ann.post(await ann.link(), data=ONE_CLICK)
    ann.house.clock.push(shop.HOUR)
    await ann.house.tell(shop.consented(shop.customer(), ann.house.clock.now(), BOTH))
    await ann.house.settle()
    assert await ann.agreed() == (REVOKED, CONFIRMED)


async def test_the_second_button_ends_marketing_everywhere(ann: Ann) -> None:
    url = await ann.link()
    assert "No more offers anywhere" in (await ann.post(url, data={"end": "here"}))[1]
    assert await ann.agreed() == (REVOKED, CONFIRMED)
    status, text = await ann.post(url, data={"end": "everywhere"})
    assert (status, "All our offers and reminders have ended" in text, "<button" in text) == (200, True, False)
    assert await ann.agreed() == (REVOKED, REVOKED)
    news = await ann.house.post(ann.sms, "news")
    await ann.house.settle()
    assert (await ann.house.message(news)).status is MessageStatus.SENT


@pytest.mark.parametrize(("pressed", "later"), [("here", CONFIRMED), ("everywhere", REVOKED)])
async def test_an_address_that_is_recorded_later(ann: Ann, pressed: str, later: ConsentState) -> None:
    await ann.post(await ann.link(), data={"end": pressed})
    ann.house.clock.push(shop.HOUR)
    await ann.house.tell(shop.consented(shop.customer(), ann.house.clock.now(), ("whatsapp",)))
    await ann.house.settle()
    new = await ann.house.address("whatsapp", ANN)
    assert await ann.house.act(lambda turn: turn.unit.consents.state(new.id, Programme.OFFERS)) is later


async def test_the_link_goes_with_its_address_into_a_merge(ann: Ann) -> None:
    """Two records turn out to be one person: the old link ends what it was made for."""
    other = await ann.house.address("sms", "+13145550122")
    url = await ann.link(other.id)

    async def merge(turn: Turn) -> UUID:
        return await turn.unit.people.prove(
            [Identity("telegram", str(ANN_CHAT)), Identity("sms", other.value)], turn.now
        )

    contact = await ann.house.act(merge)
    assert (await ann.house.address("sms", other.value)).contact == contact != other.contact
    assert (await ann.post(url, data=ONE_CLICK))[0] == 200
    states = await ann.house.act(lambda turn: turn.unit.consents.states([other.id]))
    assert states[other.id, Programme.OFFERS] is REVOKED
    assert await ann.agreed() == (CONFIRMED, CONFIRMED)


async def test_the_ledger_the_record_and_why_say_how_it_ended(ann: Ann) -> None:
    offer = await ann.house.offer(ann.sms, programme=Programme.OFFERS)
    await ann.post(await ann.link(), data=ONE_CLICK)
    await ann.house.settle()

    async def look(turn: Turn) -> tuple[dict[str, Any], str, str]:
        (line, *_) = await turn.unit.evidence.page(9, at=[ann.sms.id])
        return view(line), (await explain(turn, offer))[-1], await explain_person(turn, ANN)

    line, why, record = await ann.house.act(look)
    assert (line["teller"], line["means"]) == (Teller.PAGE, Means.LINK)
    assert (line["source"], line["text"]) == ("one click in their mail program", "opt-out.page_here")
    assert why == "Revoked by: one click in their mail program, Mon 2 Mar 2026 10:00, rule opt-out.page_here"
    assert "they ended the offers at one address by the link of a message" in record
    last = (await ann.house.act(lambda turn: turn.unit.consents.ledger(ann.sms.contact)))[-1]
    assert last.event is not None
    assert await ann.count(events, events.c.id == last.event, events.c.type == "marketing.ended") == 1


@pytest.mark.parametrize(
    ("damage", "form", "status"),
    [
        ("token", ONE_CLICK, 404),
        ("cut", ONE_CLICK, 404),
        ("gone", ONE_CLICK, 404),
        ("purpose", ONE_CLICK, 404),
        ("", {"List-Unsubscribe": "no"}, 400),
        ("", {}, 400),
        ("", {"end": "all"}, 400),
        ("", {"end": "here", "x": "y" * 5000}, 413),
    ],
)
async def test_what_is_not_ours_ends_nothing(ann: Ann, damage: str, form: dict[str, str], status: int) -> None:
    url = await ann.link(uuid4() if damage == "gone" else None)
    if damage == "token":
        url = url[:-1] + ("A" if url[-1] != "A" else "B")
    elif damage == "cut":
        url = url[:-9]
    elif damage == "purpose":
        until = ann.house.clock.now() + shop.HOUR
        sealed = await ann.house.act(lambda turn: _seal(turn, ann.sms.id, until))
        url = f"{ann.house.url}{PATH}{sealed}"
    answered, text = await ann.post(url, data=form)
    assert answered == status
    assert damage == "" or "There is nothing here" in text
    assert (await ann.agreed(), await ends(ann)) == ((CONFIRMED, CONFIRMED), 0)


async def _seal(turn: Turn, address: UUID, until: Any) -> str:
    return seal(turn, "offer", address, until)


@pytest.mark.parametrize(
    ("locale", "words"),
    [("es", "No más ofertas por SMS"), ("hi", "SMS पर और ऑफ़र नहीं"), ("hi-Latn", "SMS par aur offer nahi")],
)
async def test_the_page_speaks_the_persons_language(ann: Ann, locale: str, words: str) -> None:
    await ann.house.act(lambda turn: turn.unit.people.write_in(ann.sms.contact, locale))
    async with ClientSession() as session, session.get(await ann.link()) as page:
        assert words in await page.text()


@pytest.fixture
async def away(ann: Ann) -> AsyncIterator[tuple[Cut, TestClient[Any, Any]]]:
    """The pages of a process whose database can be away."""
    service = ann.house.service
    turns = Cut(service.turns.store, ann.house.clock, service.turns.tools)
    pages = EndPages(turns, Inbox(turns, service.spool, alone=True))
    async with TestClient(TestServer(build(pages.add_to))) as client:
        yield turns, client


async def test_without_the_database_the_end_waits_on_disk(ann: Ann, away: tuple[Cut, TestClient[Any, Any]]) -> None:
    turns, client = away
    path = PATH + (await ann.link()).rpartition("/")[2]
    turns.away = 1
    page = await client.get(path, headers={"Accept-Language": "es"})
    assert (page.status, "No más ofertas por este canal" in await page.text()) == (200, True)
    turns.away = 2  # as it is stored, and as its writer is looked for
    answer = await client.post(path, data=ONE_CLICK)
    assert (answer.status, "Our offers and reminders by SMS have ended" in await answer.text()) == (200, True)
    assert ann.house.service.spool.waiting
    assert await ann.agreed() == (CONFIRMED, CONFIRMED)
    assert await ann.house.service.inbox.recover() == 1
    assert await ann.agreed() == (REVOKED, CONFIRMED)
    await ann.house.settle()
    assert await ends(ann) == 1


async def test_what_cannot_be_stored_is_not_promised(
    ann: Ann, away: tuple[Cut, TestClient[Any, Any]], monkeypatch: pytest.MonkeyPatch
) -> None:
    async def refuse(*_: object) -> None:
        raise Full("the disk is full")

    turns, client = away
    monkeypatch.setattr(ann.house.service.spool, "append", refuse)
    turns.away = 1
    answer = await client.post(PATH + (await ann.link()).rpartition("/")[2], data=ONE_CLICK)
    assert (answer.status, answer.headers["Retry-After"]) == (503, "30")
    assert "Not done yet" in await answer.text()
