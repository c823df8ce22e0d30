"""``/p/…/record``: a person sees their own record after a code that went to the very address, and nobody else does."""

from __future__ import annotations

import json
import re
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from aiohttp import ClientSession

from flows.actor import COMMAND_LINE
from flows.events import Customer
from handlers.api.message_endpoints import show_messages
from handlers.engine.turn import Turn
from handlers.people.end_links import VALID_FOR, make_preferences_link
from handlers.privacy import data_requests, privacy_requests
from handlers.privacy.person_record import load_record
from handlers.privacy.preferences_page import OPEN_FOR
from handlers.profiles import customer_card
from handlers.staff_notices import alerts
from storage.people.data_requests import DataRequest, DataRequests
from storage.people.people import Address
from storage.people.record_codes import DAY, LASTS, MOST_CODES, MOST_TRIES
from storage.schema import audit, messages
from tests.delivery import shop
from tests.delivery.house import House, open_house
from tests.delivery.shop import ANN, ANN_CHAT, MINUTE
from tests.delivery.test_mail_answers import write
from tests.delivery.test_mails import FILE, meet_ann
from tests.providers.smtp import SmtpStand

OTHER, MAIL = "+13145550122", "mallory@mail.example"
PERSON = Customer(id="7", name="Ann Perkins", phone=ANN, email=MAIL, country="US", region="MO")


@dataclass
class Reader:
    """A browser with the link of one address."""

    house: House
    address: Address
    url: str = ""

    async def link(self) -> Reader:
        """Make the link."""

        async def make(turn: Turn) -> str:
            return f"{make_preferences_link(turn, self.address.id)}/record"

        self.url = await self.house.act(make)
        return self

    async def open(self) -> tuple[int, str]:
        """Open the page."""
        async with ClientSession() as session, session.get(self.url) as page:
            return page.status, await page.text()

    async def submit(self, **form: str) -> tuple[int, str]:
        """Submit a form."""
        async with ClientSession() as session, session.post(self.url, data=form, allow_redirects=False) as page:
            assert page.headers["Cache-Control"] == "no-store"
            return page.status, await page.text()

    async def code(self) -> str:
        """Ask for a code, and read it where it goes."""
        status, text = await self.submit(send="1")
        assert (status, "We sent you a code" in text) == (200, True)
        await self.house.settle()
        return (await self.codes())[-1]

    async def codes(self) -> list[str]:
        """Return the codes that went to the address."""
        query = messages.select().where(messages.c.address == self.address.id, messages.c.template == "record_code")

        async def look(turn: Turn) -> list[str]:
            rows = await turn.unit.rows(query.where(turn.unit.owns(messages)).order_by(messages.c.id))
            assert {row.status for row in rows} <= {"sent", "delivered"}
            return [re.findall(r"\b\d{6}\b", row.text)[0] for row in rows]

        return await self.house.act(look)


@pytest.fixture
async def ann(database: str) -> AsyncIterator[Reader]:
    async with open_house(database, whole=True, text=shop.file(distance="0")) as house:
        await house.tell(shop.consented(PERSON, house.clock.now(), ("sms",)))
        await house.tell(shop.cart(PERSON, house.clock.now()))
        await house.settle()
        yield await Reader(house, await house.address("sms", ANN)).link()


def key_of(text: str) -> str:
    """Return the hidden value of a page's forms."""
    return str(re.findall(r'name="key" value="([^"]+)"', text)[0])


async def test_the_link_alone_shows_nothing(ann: Reader) -> None:
    status, text = await ann.open()
    assert (status, "…11" in text, 'name="send"' in text) == (200, True, True)
    assert [one for one in ("Ann", ANN, "Tiger tee") if one in text] == []
    assert await ann.codes() == []


async def test_a_code_shows_the_record_and_the_file(ann: Reader) -> None:
    status, text = await ann.submit(code=f" {await ann.code()} ")
    shown = ("Your data", "Ann Perkins", ANN, "Tiger tee", "confirmed", "m…@mail.example", "Who got data")
    assert (status, [one for one in shown if one not in text]) == (200, [])
    assert f'action="{urlsplit(ann.url).path.removesuffix("/record")}"' in text
    assert MAIL not in text  # anybody may have typed it: it is masked
    status, file = await ann.submit(key=key_of(text), download="json")
    record = json.loads(file)
    assert (status, record["format"], record["covers"], record["person"][0]["name"]) == (
        200, "parley-record/1", "person", "Ann Perkins",
    )  # fmt: skip
    assert (record["carts"][0]["total"], record["carts"][0]["currency"]) == ("30.00", "USD")
    assert "told" not in record
    assert MAIL not in file


async def test_a_code_works_once_and_for_its_address_alone(ann: Reader) -> None:
    at = ann.house.clock.now()
    await ann.house.tell(shop.consented(Customer(id="8", name="Bo", phone=OTHER), at, ("sms",)))
    await ann.house.settle()
    bo = await Reader(ann.house, await ann.house.address("sms", OTHER)).link()
    code, others = await ann.code(), await bo.code()
    assert [(await who.submit(code=one))[0] for who, one in ((ann, others), (bo, code))] == [401, 401]
    assert (await ann.submit(code=code))[0] == 200
    status, text = await ann.submit(code=code)
    assert (status, "no longer valid" in text, "Ann" in text) == (401, True, False)
    key = key_of((await bo.submit(code=others))[1])
    assert "the page was closed" in (await ann.submit(key=key, download="json"))[1]


async def test_a_code_and_an_open_page_expire(ann: Reader) -> None:
    code = await ann.code()
    ann.house.clock.push(elapsed=LASTS)
    assert (await ann.submit(code=code))[0] == 401
    key = key_of((await ann.submit(code=await ann.code()))[1])
    ann.house.clock.push(elapsed=OPEN_FOR)
    status, text = await ann.submit(key=key)
    assert (status, "the page was closed" in text, "Ann" in text) == (200, True, False)


async def test_a_code_is_for_its_reader_alone(ann: Reader) -> None:
    """A key or a member of the staff that sees messages must not open the record with the link and the code."""
    code = await ann.code()

    async def look(turn: Turn) -> list[str]:
        thread = await turn.unit.messages.thread(ann.address.id)
        shown = [one["text"] for one in await show_messages(turn, thread)]
        return [*shown, *alerts.quote_thread(thread), *(str(customer_card.show_line(one)) for one in thread)]

    seen = await ann.house.act(look)
    assert len(seen) == 3
    assert [one for one in seen if code in one or "is your code" not in one] == []


async def test_two_tabs_share_the_newest_code(ann: Reader) -> None:
    first = await ann.code()
    second = await ann.code()
    assert [(await ann.submit(code=one))[0] for one in (first, second)] == [401, 200]


async def test_few_codes_and_few_tries(ann: Reader) -> None:
    code = await ann.code()
    wrong = f"{(int(code) + 1) % 10**6:06}"
    assert {(await ann.submit(code=wrong))[0] for _ in range(MOST_TRIES)} == {401}
    assert (await ann.submit(code=code))[0] == 401
    for _ in range(MOST_CODES - 1):
        await ann.code()
    status, text = await ann.submit(send="1")
    assert (status, "the most codes for one day" in text, len(await ann.codes())) == (429, True, MOST_CODES)
    ann.house.clock.push(elapsed=DAY)
    assert (await ann.submit(code=await ann.code()))[0] == 200


@pytest.mark.parametrize("form", [{"code": ""}, {"code": "x" * 12}, {"code": "१२३"}, {"key": "x"}, {"key": "tiger.x"}])
async def test_hostile_forms_show_nothing(ann: Reader, form: dict[str, str]) -> None:
    await ann.code()
    status, text = await ann.submit(**form)
    assert (status, "Ann" in text) == (401 if "code" in form else 200, False)


async def test_a_wrong_link_and_an_old_one_send_nothing(ann: Reader) -> None:
    right = ann.url
    ann.url = right.replace("/record", "A/record")
    assert (await ann.submit(send="1"))[0] == 404
    ann.url = right
    ann.house.clock.push(VALID_FOR)
    assert (await ann.submit(send="1"))[0] == 410
    assert await ann.codes() == []


async def test_nothing_is_left_after_an_erasure(ann: Reader) -> None:
    key = key_of((await ann.submit(code=await ann.code()))[1])
    await ann.house.act(lambda turn: privacy_requests.erase_person(turn, ann.address.contact, "they asked"))
    for form in ({"key": key}, {"send": "1"}):
        assert (await ann.submit(**form))[0] == 404


async def test_the_record_answers_the_request(ann: Reader) -> None:
    await request_record(ann)
    (request,) = await waiting(ann.house)
    assert request.due_at == request.asked_at + timedelta(days=45)  # in the USA alone
    await ann.open()
    code = await ann.code()
    assert len(await waiting(ann.house)) == 1
    _, text = await ann.submit(code=code)
    assert (await waiting(ann.house), "are not shown here" in text) == ([], False)

    async def look(turn: Turn) -> list[tuple[str, str]]:
        rows = await turn.unit.rows(audit.select().where(turn.unit.owns(audit), audit.c.about_kind == "contact"))
        return [(row.actor_kind, row.action) for row in rows]

    assert await ann.house.act(look) == [
        ("system", "record asked"), ("customer", "known"), ("customer", "record handed over"),
    ]  # fmt: skip


async def test_a_typed_mail_shows_its_own_record_alone(database: str) -> None:
    """Anybody can type the mail at a checkout: neither the cart typed with it, nor the number's owner, is shown."""
    async with (
        SmtpStand() as stand,
        open_house(database, text=FILE, origins={"smtp_url": stand.url}, whole=True) as house,
    ):
        mail = await meet_ann(house, Customer(id="7", name="Ann Perkins", phone=ANN, email=MAIL, country="US"), MAIL)
        await house.tell(shop.cart(PERSON, house.clock.now()))
        await house.settle()
        reader = await Reader(house, mail).link()
        status, text = await reader.submit(code=await reader.code())
        assert (status, MAIL in text, "It is what belongs to this e-mail address" in text) == (200, True, True)
        assert [one for one in ("Ann", ANN, "Tiger tee") if one in text] == []
        assert stand.messages[-1].mail["Subject"] == "Your code to see your data"
        _, asked = await reader.submit(key=key_of(text), ask="1")
        assert "Our team has your request" in asked
        await house.settle()
        (request,) = await waiting(house)
        assert (request.source, request.contact) == ("page", mail.contact)
        await house.pass_(elapsed=MINUTE)
        await reader.submit(key=key_of(text))
        assert len(await waiting(house)) == 1  # a part is no answer


async def test_a_mail_alone_shows_no_cart_that_was_typed_with_it(database: str) -> None:
    async with (
        SmtpStand() as stand,
        open_house(database, text=FILE, origins={"smtp_url": stand.url}, whole=True) as house,
    ):
        mail = await meet_ann(house, replace(PERSON, phone=None), MAIL)
        await house.tell(shop.cart(replace(PERSON, phone=None), house.clock.now()))
        await house.settle()
        reader = await Reader(house, mail).link()
        _, text = await reader.submit(code=await reader.code())
        assert ("It is what belongs to this e-mail address" in text, "Tiger tee" in text) == (True, False)


async def test_two_ways_told_at_once_show_nobody_the_whole(ann: Reader) -> None:
    """A person who typed another one's number next to their own chat sees none of the orders there, and vice versa."""
    both = Customer(id="9", name="Cy Young", phone=OTHER, telegram="77")
    await ann.house.tell(shop.consented(both, ann.house.clock.now(), ("sms",)))
    await ann.house.tell(shop.cart(both, ann.house.clock.now()))
    await ann.house.settle()
    cy = await Reader(ann.house, await ann.house.address("sms", OTHER)).link()
    status, text = await cy.submit(code=await cy.code())
    assert (status, OTHER in text, 'name="ask"' in text) == (200, True, True)
    assert [one for one in ("Cy", "Tiger tee") if one in text] == []


async def test_a_number_shows_no_mails_of_whoever_reads_at_a_typed_address(database: str) -> None:
    """Ann typed the mail of somebody else, who agreed there, wrote to the team, and asked for a code."""
    async with (
        SmtpStand() as stand,
        open_house(database, text=FILE, origins={"smtp_url": stand.url}, whole=True) as house,
    ):
        mail = await meet_ann(house, PERSON, MAIL)
        await house.tell(shop.consented(PERSON, house.clock.now(), ("sms",)))
        await house.settle()
        await write(house, "I am Mallory, my parcel is at 9 Elm St.", address=MAIL)
        code = await (await Reader(house, mail).link()).code()
        ann = await Reader(house, await house.address("sms", ANN)).link()
        assert ann.address.contact == mail.contact
        await request_record(ann)
        status, text = await ann.submit(code=await ann.code())
        assert (len(await waiting(house)), "are not shown here" in text, 'name="ask"' in text) == (1, True, True)
        _, file = await ann.submit(key=key_of(text), download="json")
        assert (status, "Ann Perkins" in text, json.loads(file)["covers"]) == (200, True, "person")
        assert [one for one in ("Elm St", code, MAIL, "Mail me about my cart") if one in text + file] == []
        staff = await house.act(lambda turn: load_record(turn, mail.contact))
        assert "9 Elm St" in str(staff.rows["messages"])
        assert json.loads(file)["complete"] is False


async def test_a_record_without_the_same_customers_chat_leaves_the_request_open(ann: Reader) -> None:
    """The shop recorded the number and a chat as one customer: others may read there, so it is not shown, but due."""
    await ann.house.telegram.say(ANN_CHAT, "hello from my chat")
    await ann.house.settle()
    at = ann.house.clock.now()
    await ann.house.tell(shop.consented(replace(PERSON, telegram=str(ANN_CHAT)), at, ("sms", "telegram")))
    await ann.house.settle()
    await request_record(ann)
    _, text = await ann.submit(code=await ann.code())
    assert ("hello from my chat" in text, "are not shown here" in text) == (False, True)
    assert len(await waiting(ann.house)) == 1


async def request_record(who: Reader) -> None:
    """Open a request, as the shop's software does."""

    async def ask(turn: Turn) -> None:
        await data_requests.ask(turn, who.address.contact, "api", "one", COMMAND_LINE)

    await who.house.act(ask)
    await who.house.settle()


async def waiting(house: House) -> list[DataRequest]:
    """Return the open requests."""
    return list(await house.act(lambda turn: turn.unit.of(DataRequests).list_open()))
