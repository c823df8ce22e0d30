"""A mail from a mailbox or a provider becomes one event, also if the process or the connection ends in between."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
from aiohttp import ClientSession

from bot.channel_polling import Polling
from bot.channels.channel import PollRefused
from bot.clock import PushedClock
from bot.config import Settings
from bot.examination.connection_checks import check_connections
from flows.delivery import MessageStatus
from flows.events import ComplaintArrived, MessageReceived, ReceiptArrived
from handlers.people.inbound_event import InboundEvent, IntakeResult
from storage.database.stores import DatabaseAway
from storage.people.people import Address
from storage.sending.message import Message
from tests.bot.channels.mails import answer, bounce, complaint
from tests.bot.channels.test_posted_mail import BASIC, SECRET, form, sign
from tests.bot.installed import apply, installed
from tests.conftest import START
from tests.delivery.house import House, open_house
from tests.delivery.test_mails import FILE, meet_ann
from tests.providers import imap
from tests.providers.imap import ImapStand
from tests.providers.smtp import SmtpStand
from tests.single import events_by_status

PATIENCE = 8  # seconds for a slow machine
PATH = "/channels/smtp/tiger"


@pytest.fixture
async def provider() -> AsyncIterator[SmtpStand]:
    async with SmtpStand() as stand:
        yield stand


@pytest.fixture
async def mailbox() -> AsyncIterator[ImapStand]:
    async with ImapStand() as stand:
        yield stand


@pytest.fixture
async def house(database: str, provider: SmtpStand, mailbox: ImapStand) -> AsyncIterator[House]:
    async with open_house(database, text=make_file(mailbox), origins={"smtp_url": provider.url}, whole=True) as opened:
        yield opened


def make_file(mailbox: ImapStand, password: str = imap.PASSWORD) -> str:
    login = f'imap_user = "{imap.USER}", imap_password = "{password}"'
    return f'{FILE}inbound = {{ imap_host = "127.0.0.1:{mailbox.port}", {login} }}\n'


def make_posted_file(provider: str) -> str:
    return f'{FILE}inbound = {{ provider = "{provider}", secret = "{SECRET}" }}\n'


class Reader:
    """A process that polls; ``taken`` are the events that it stored, and ``fails`` comes before the next."""

    def __init__(self, house: House) -> None:
        self.taken: asyncio.Queue[tuple[InboundEvent, IntakeResult]] = asyncio.Queue()
        self.pauses: asyncio.Queue[timedelta] = asyncio.Queue()
        self.fails: list[Exception] = []
        self._house = house
        accounts = house.service.accounts.channel
        self._polling = Polling(house.service.turns, accounts, self._take, house.clock, rest=self._rest, posted=True)

    async def _take(self, business: str, news: InboundEvent) -> IntakeResult:
        if self.fails:
            raise self.fails.pop(0)
        result = await self._house.service.inbox.take(business, news)
        self.taken.put_nowait((news, result))
        return result

    async def _rest(self, pause: timedelta) -> None:
        self.pauses.put_nowait(pause)

    async def next(self) -> tuple[InboundEvent, IntakeResult]:
        return await asyncio.wait_for(self.taken.get(), PATIENCE)

    async def __aenter__(self) -> Reader:
        await self._polling.follow()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._polling.stop()


async def test_a_mailbox_is_read_next_to_webhooks(house: House, mailbox: ImapStand) -> None:
    mailbox.put(answer("Stop"))
    async with Reader(house) as reader:
        news, result = await reader.next()
    assert isinstance(news.event, MessageReceived)
    assert (news.source, news.external_id, news.event.text) == ("smtp", "email:<a1@mail.example>", "Stop")
    assert not result.duplicate
    assert news.raw is None


async def test_what_a_process_did_not_store_another_reads(house: House, mailbox: ImapStand) -> None:
    """Each process stores the mails, and ends before it could mark them in the mailbox."""
    mailbox.put(answer("one"))
    mailbox.put(answer("two", "Message-ID: <a2@mail.example>"))
    mailbox.cut_at = "STORE"
    async with Reader(house) as reader:
        reader.fails = [DatabaseAway("gone")]
        found = [(news.external_id, result.duplicate) for news, result in [await reader.next(), await reader.next()]]
    assert found == [("email:<a1@mail.example>", False), ("email:<a2@mail.example>", False)]
    async with Reader(house) as reader:
        again = [(news.external_id, result.duplicate) for news, result in [await reader.next(), await reader.next()]]
    assert again == [("email:<a1@mail.example>", True), ("email:<a2@mail.example>", True)]


async def test_a_mail_that_came_back_fails_its_message(house: House, mailbox: ImapStand) -> None:
    ann = await meet_ann(house)
    asked = await house.post(ann, "shipped")
    await house.settle()
    mailbox.put(bounce(ours=f"<{asked}@tigertees.example>"))
    async with Reader(house) as reader:
        news, _ = await reader.next()
    assert isinstance(news.event, ReceiptArrived)
    await house.settle()
    assert (await house.message(asked)).status is MessageStatus.FAILED
    assert (await post_again(house, ann)).status is MessageStatus.REFUSED


async def post_again(house: House, to: Address) -> Message:
    later = await house.post(to, "delivered")
    await house.settle()
    return await house.message(later)


async def test_a_robot_that_answers_every_mail_is_not_answered(
    house: House, mailbox: ImapStand, provider: SmtpStand
) -> None:
    for at in range(3):
        mailbox.put(answer("I am away.", "Auto-Submitted: auto-replied", f"Message-ID: <r{at}@mail.example>"))
    mailbox.put(answer("Hello", "Message-ID: <last@mail.example>"))
    async with Reader(house) as reader:
        news, _ = await reader.next()
    assert news.external_id == "email:<last@mail.example>"


async def test_a_wrong_password_waits_long_and_doctor_says_so(house: House, mailbox: ImapStand) -> None:
    await house.apply(make_file(mailbox, "wrong"))
    async with Reader(house) as reader:
        assert await asyncio.wait_for(reader.pauses.get(), PATIENCE) == timedelta(minutes=10)
    assert "the mailbox refuses our login: check imap_user and imap_password of [channels.email] inbound" in await told(
        house
    )
    await house.apply(make_file(mailbox))
    assert "the mailbox at 127.0.0.1 opens" in await told(house)


async def told(house: House) -> list[str]:
    business = (await house.service.turns.tenant("tiger")).business
    found = await check_connections(house.service.accounts, business, house.url, fix=False)
    return [one.text for one in found]


POSTED = {
    "sendgrid": form({"email": answer()}, BASIC),
    "mailgun": form({"body-mime": answer(), **sign()}),
}


@pytest.mark.parametrize("name", POSTED)
async def test_a_provider_posts_a_mail(database: str, name: str) -> None:
    request = POSTED[name]
    async with open_house(database, text=make_posted_file(name), whole=True) as house, ClientSession() as session:
        url, store = f"{house.url}{PATH}", house.service.turns.store
        before = await store.read("tiger", events_by_status)
        for many in (2, 1):  # two at once, and one more
            posts = (session.post(url, data=request.body, headers=dict(request.headers)) for _ in range(many))
            assert {one.status for one in await asyncio.gather(*posts)} == {200}
        assert (await store.read("tiger", events_by_status)).get("new", 0) == before.get("new", 0) + 1
        assert any(url in line.replace("parley:SECRET@", "") for line in await told(house))


@pytest.mark.parametrize("name", POSTED)
async def test_a_post_without_proof_is_401_and_a_long_one_413(database: str, name: str) -> None:
    request = POSTED[name]
    kind = {"Content-Type": request.headers["Content-Type"]}
    async with open_house(database, text=make_posted_file(name), whole=True) as house, ClientSession() as session:
        unproven = form({"email": answer(), "body-mime": answer()})
        assert (await session.post(f"{house.url}{PATH}", data=unproven.body, headers=kind)).status == 401
        long = {**dict(request.headers), "Content-Length": str(30 * 2**20 + 1)}
        assert (await session.post(f"{house.url}{PATH}", data=b"", headers=long)).status == 413


async def test_without_inbound_nothing_is_taken(database: str) -> None:
    async with open_house(database, text=FILE, whole=True) as house, ClientSession() as session:
        request = POSTED["sendgrid"]
        assert (
            await session.post(f"{house.url}{PATH}", data=request.body, headers=dict(request.headers))
        ).status == 401
        assert "answers are not read: add inbound to [channels.email]" in await told(house)


async def test_a_sandbox_asks_no_mailbox_elsewhere(database: str, mailbox: ImapStand, provider: SmtpStand) -> None:
    """The mailbox is reached as 0.0.0.0, which is no loopback address."""
    settings = Settings(database_url=database, smtp_url=provider.url)
    async with installed(settings, PushedClock(START)) as service:
        section = "[channels.email]" + make_file(mailbox).partition("[channels.email]")[2]
        await apply(service, section.replace("127.0.0.1:", "0.0.0.0:"))
        account = await service.accounts.channel("tiger", "email")
        assert account is not None
        with pytest.raises(PollRefused):
            await account.poll(None)
        assert [fine for fine, _ in await account.check(None)] == [False]
    assert mailbox.asked == []


async def test_a_complaint_of_a_provider_is_stored(house: House, mailbox: ImapStand) -> None:
    mailbox.put(complaint())
    async with Reader(house) as reader:
        news, _ = await reader.next()
    assert isinstance(news.event, ComplaintArrived)
