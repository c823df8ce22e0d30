"""A mailbox that is asked for its mails, by a real socket."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.channels.channel import PollRefused
from bot.channels.email.imap_mailbox import KEPT, ImapMailbox
from bot.channels.email.inbound_mail import LARGEST_MAIL
from flows.business import InboundProvider, MailInbox
from flows.delivery import Failure
from tests.bot.channels.mails import answer
from tests.providers.imap import PASSWORD, USER, ImapStand
from tests.providers.smtp import make_certificate

NO_PAUSE = timedelta(0)


@pytest.fixture
async def stand() -> AsyncIterator[ImapStand]:
    async with ImapStand() as opened:
        yield opened


def open_mailbox(stand: ImapStand, password: str = PASSWORD) -> ImapMailbox:
    return ImapMailbox(MailInbox(InboundProvider.IMAP, "127.0.0.1", USER, stand.port), password, pause=NO_PAUSE)


async def numbers(mailbox: ImapMailbox, offset: int | None) -> list[int]:
    return [number for number, _ in await mailbox.poll(offset)]


@pytest.mark.parametrize(("keywords", "flag"), [(True, "ParleyRead"), (False, "\\Seen")])
async def test_a_mail_is_marked_once_it_was_stored(stand: ImapStand, keywords: bool, flag: str) -> None:
    stand.keywords = keywords
    first, second = stand.put(answer("one")), stand.put(answer("two"))
    mailbox = open_mailbox(stand)
    assert await mailbox.poll(None) == [(101, first.body), (102, second.body)]
    assert first.flags == second.flags == set()
    assert await numbers(mailbox, 102) == [102]
    assert (first.flags, second.flags) == ({flag}, set())
    assert await numbers(mailbox, 103) == []
    assert second.flags == {flag}


async def test_another_process_gets_what_was_not_stored(stand: ImapStand) -> None:
    stand.put(answer("one"))
    stand.put(answer("two"))
    killed = open_mailbox(stand)
    await killed.poll(None)
    await killed.poll(102)
    assert await numbers(open_mailbox(stand), None) == [102]


async def test_a_mail_that_somebody_opened_is_read(stand: ImapStand) -> None:
    stand.put(answer()).flags.add("\\Seen")
    assert await numbers(open_mailbox(stand), None) == [101]


async def test_numbers_that_the_server_changed_mark_no_other_mail(stand: ImapStand) -> None:
    stored, later = stand.put(answer("one")), stand.put(answer("two"))
    mailbox = open_mailbox(stand)
    await mailbox.poll(None)
    stand.renumber()
    assert await numbers(mailbox, 102) == [1, 2]
    assert await numbers(mailbox, 102) == [1, 2], "the first could not be stored"
    assert stored.flags == later.flags == set()
    assert await numbers(mailbox, 3) == []


async def test_mails_of_other_years_are_left(stand: ImapStand) -> None:
    stand.put(answer("old"), datetime.now(UTC) - KEPT - timedelta(days=1))
    stand.put(answer("new"))
    assert await numbers(open_mailbox(stand), None) == [102]


async def test_a_large_mail_is_not_read_whole(stand: ImapStand) -> None:
    stand.put(answer("Stop") + bytes(20_000_000))
    ((_, body),) = await open_mailbox(stand).poll(None)
    assert len(body) == stand.sent == LARGEST_MAIL


async def test_many_mails_come_in_several_answers(stand: ImapStand) -> None:
    for _ in range(45):
        stand.put(answer())
    mailbox, offset, found = open_mailbox(stand), None, []
    while given := await numbers(mailbox, offset):
        found.append(len(given))
        offset = given[-1] + 1
    assert found == [20, 20, 5]


async def test_a_wrong_password_says_what_to_do(stand: ImapStand) -> None:
    with pytest.raises(PollRefused) as refused:
        await open_mailbox(stand, "wrong").poll(None)
    assert refused.value.answer.failure is Failure.SENDER
    assert "imap_password" in refused.value.advice
    assert refused.value.answer.after is not None


@pytest.mark.parametrize("at", ["LOGIN", "SELECT", "SEARCH", "FETCH"])
async def test_a_connection_that_breaks(stand: ImapStand, at: str) -> None:
    stand.put(answer())
    stand.cut_at = at
    mailbox = open_mailbox(stand)
    with pytest.raises(PollRefused) as refused:
        await mailbox.poll(None)
    assert refused.value.answer.failure is Failure.RETRY
    stand.cut_at = ""
    assert await numbers(mailbox, None) == [101]


async def test_a_server_that_is_busy_or_no_imap(stand: ImapStand) -> None:
    for greeting in ("* BYE too many connections\r\n", "220 mail.example ESMTP\r\n"):
        stand.refused = greeting
        with pytest.raises(PollRefused):
            await open_mailbox(stand).check()


async def test_a_certificate_that_nobody_trusts(tmp_path: Path) -> None:
    server, trust = make_certificate(tmp_path)
    async with ImapStand(tls=server) as stand:
        stand.put(answer())
        inbox = MailInbox(InboundProvider.IMAP, "127.0.0.1", USER, stand.port)
        assert await numbers(ImapMailbox(inbox, PASSWORD, trust, encrypted=True), None) == [101]
        with pytest.raises(PollRefused) as refused:
            await ImapMailbox(inbox, PASSWORD, encrypted=True).check()
        assert refused.value.answer.failure is Failure.SENDER
