"""What ``doctor`` finds about the signatures of mails: those of our key, and those of the mail server."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta

import dkim
import pytest

from bot.channels.email import EmailAccount
from bot.channels.email.dkim_signing import DkimKey
from bot.channels.email.signature_check import check_dmarc, check_signature, is_aligned
from flows.business import InboundProvider, MailInbox, MailServer
from tests.bot.channels.test_email_account import PLAIN, make_key
from tests.providers import imap
from tests.providers.imap import ImapStand
from tests.providers.smtp import PASSWORD, RCPT, SENDER, SmtpStand

DOMAIN = "tigertees.example"
PEM, RECORD = make_key()
OTHER, _ = make_key()
POLICY = b"v=DMARC1; p=quarantine"
MAIL = f"""From: Tiger Tees <{SENDER}>
Subject: Hi
List-Unsubscribe: <https://shop.example/u/t>
List-Unsubscribe-Post: List-Unsubscribe=One-Click

Hello
""".replace("\n", "\r\n").encode()


def find(name: str | bytes, timeout: int = 5) -> bytes | None:
    """The DNS of the domain, and of the one of a mail service."""
    name = name.decode() if isinstance(name, bytes) else name
    keys = [f"s1._domainkey.{one}." for one in (DOMAIN, "mailservice.example", f"news.{DOMAIN}")]
    return RECORD if name in keys else POLICY if name == f"_dmarc.{DOMAIN}." else None


def find_nothing(name: str | bytes, timeout: int = 5) -> bytes | None:
    return None


def find_later(name: str | bytes, timeout: int = 5) -> bytes | None:
    raise dkim.DnsTimeoutError


def sign(mail: bytes, domain: str = DOMAIN, pem: str = PEM) -> bytes:
    return DkimKey(domain, "s1", pem).sign(mail)


def sign_little(mail: bytes) -> bytes:
    """As a server signs that knows nothing of one click."""
    signature: bytes = dkim.sign(mail, b"s1", DOMAIN.encode(), PEM.encode(), include_headers=[b"from", b"subject"])
    return signature + mail


@pytest.mark.parametrize(
    ("mail", "fine", "told"),
    [
        pytest.param(sign(MAIL), True, f"signed for {DOMAIN}", id="ours"),
        pytest.param(sign(MAIL, f"news.{DOMAIN}"), True, f"signed for news.{DOMAIN}", id="below"),
        pytest.param(sign(sign(MAIL), "mailservice.example"), True, f"signed for {DOMAIN}", id="two"),
        pytest.param(sign(MAIL, "mailservice.example"), False, f"does not count for {DOMAIN}", id="another's"),
        pytest.param(sign_little(MAIL), False, "does not cover List-Unsubscribe", id="headers left out"),
        pytest.param(sign(MAIL, pem=OTHER), False, "is broken", id="another key"),
        pytest.param(sign(MAIL).replace(b"Hello", b"Hallo"), False, "is broken", id="changed"),
        pytest.param(MAIL, False, "has none", id="none"),
        pytest.param(b"DKIM-Signature: v=1; a\r\n" + MAIL, False, "unreadable", id="no signature"),
        pytest.param(b"\xff", False, "has none", id="no mail"),
    ],
)
def test_a_signature_is_examined(mail: bytes, fine: bool, told: str) -> None:
    ((ok, line),) = check_signature(mail, SENDER, find)
    assert (ok, told in line) == (fine, True), line


def test_a_signature_without_its_key_in_the_dns_is_none() -> None:
    assert [ok for ok, _ in check_signature(sign(MAIL), SENDER, find_nothing)] == [False]
    assert [ok for ok, _ in check_signature(sign(MAIL), SENDER, find_later)] == [False]


@pytest.mark.parametrize(
    ("domain", "aligned"),
    [(DOMAIN, True), (f"Mail.{DOMAIN}", True), ("example", True), (f"x{DOMAIN}", False), ("tees.example", False)],
)
def test_a_domain_counts_if_it_is_the_sender_s_or_above_or_below(domain: str, aligned: bool) -> None:
    assert is_aligned(domain, DOMAIN) is aligned


def test_a_policy_for_forged_mails_is_found_above() -> None:
    assert check_dmarc(f"hello@news.{DOMAIN}", find)[0][0]
    for missing in (find_nothing, find_later):
        assert not check_dmarc(SENDER, missing)[0][0]


class Mailbox(ImapStand):
    """The mailbox of the sender, behind a mail server that signs with a key, or with none."""

    provider: SmtpStand
    pem = ""

    def _answer(self, command: str) -> list[bytes]:
        if command.startswith("UID SEARCH SUBJECT"):
            new = self.provider.messages[len(self.mails) :]
            for taken in new:
                self.put(sign(taken.body, pem=self.pem) if self.pem else taken.body)
            found = [str(one.number) for one in self.mails if command.split()[-1].strip('"').encode() in one.body]
            return [f"* SEARCH {' '.join(found)}\r\n".encode()]
        return super()._answer(command)


@pytest.fixture
async def provider() -> AsyncIterator[SmtpStand]:
    async with SmtpStand() as stand:
        yield stand


@pytest.fixture
async def mailbox(provider: SmtpStand) -> AsyncIterator[Mailbox]:
    async with Mailbox() as stand:
        stand.provider = provider
        yield stand


async def examine(provider: SmtpStand, server: MailServer, key: str = "", secret: str = "") -> list[tuple[bool, str]]:
    """The lines about signatures and DMARC."""
    account = EmailAccount(SENDER, server, PASSWORD, provider.url, key, secret, find=find)
    if account._mailbox is not None:
        account._mailbox.pause = timedelta(0)
    lines = await account.check(None)
    await account.close()
    return list(lines[1:3])


def has_inbox(mailbox: Mailbox) -> MailServer:
    return replace(PLAIN, inbound=MailInbox(InboundProvider.IMAP, "127.0.0.1", imap.USER, mailbox.port))


async def test_the_key_is_compared_with_the_dns(provider: SmtpStand) -> None:
    signing = replace(PLAIN, dkim=(DOMAIN, "s1"))
    assert [ok for ok, _ in await examine(provider, signing, PEM)] == [True, True]
    assert [ok for ok, _ in await examine(provider, signing, OTHER)] == [False, True]
    of_another = replace(PLAIN, dkim=("mailservice.example", "s1"))
    assert [ok for ok, _ in await examine(provider, of_another, PEM)] == [False, True]
    assert "no mail can be written: From" in (await examine(provider, replace(signing, name="Tiger\n"), PEM))[0][1]
    assert provider.messages == []


@pytest.mark.parametrize(
    ("pem", "fine", "told"),
    [
        pytest.param(PEM, True, f"signed for {DOMAIN}", id="signs"),
        pytest.param("", False, "has none", id="does not sign"),
        pytest.param(OTHER, False, "is broken", id="signs with another key"),
    ],
)
async def test_a_mail_to_ourselves_shows_how_the_server_signs(
    provider: SmtpStand, mailbox: Mailbox, pem: str, fine: bool, told: str
) -> None:
    mailbox.pem = pem
    signed, policy = await examine(provider, has_inbox(mailbox), secret=imap.PASSWORD)
    assert (signed[0], told in signed[1], policy[0]) == (fine, True, True), signed
    (taken,) = provider.messages
    assert (taken.to, taken.mail["Auto-Submitted"]) == (SENDER, "auto-generated")
    assert [one.flags for one in mailbox.mails] == [{"\\Deleted"}]


async def test_a_mail_to_ourselves_that_does_not_arrive(provider: SmtpStand, mailbox: Mailbox) -> None:
    provider.fail(at=RCPT, code=550, said="5.1.1 unknown")
    assert "no mail could be sent" in (await examine(provider, has_inbox(mailbox), secret=imap.PASSWORD))[0][1]
    mailbox.provider = SmtpStand()  # another server's mails
    ((ok, told), *_) = await examine(provider, has_inbox(mailbox), secret=imap.PASSWORD)
    assert (ok, "did not arrive" in told) == (False, True)
