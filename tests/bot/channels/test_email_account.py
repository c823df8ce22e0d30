"""A mail server as a channel: what a mail holds, and what comes of each answer of a real SMTP server."""

from __future__ import annotations

import asyncio
import re
import ssl
from collections.abc import AsyncIterator, Callable
from contextlib import nullcontext
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

import dkim
import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat

from bot.channels.email import EmailAccount, mail_message
from bot.channels.email.mail_message import make_message_id
from bot.channels.email.smtp_connections import LEAST_LEFT, MOST_CONNECTIONS, MOST_MAILS, MailProgress, SmtpConnections
from bot.channels.email.smtp_replies import MailStage, classify
from flows.business import MailServer, MailTls
from flows.delivery import LATE, Failure, Found, Key, Outgoing
from flows.message_files import Attachment
from tests.bot.channels import rig
from tests.providers.smtp import DATA, MAIL, PASSWORD, RCPT, SENDER, USER, SmtpStand, make_certificate

ANN = "ann@mail.example"
END = Key("end", "Unsubscribe", "https://shop.example/u/tiger.abc")
SOON = timedelta(milliseconds=500)
PLAIN = MailServer("127.0.0.1", 0, MailTls.NONE, USER, name="Tiger Tees")
LETTER = Outgoing(
    rig.OURS,
    ANN,
    "You left Blue kurta.\n\n.dots & <b>tags</b> https://shop.example/a?b=1&c=2.",
    keys=(Key("open", "Open my cart", "https://shop.example/l/1"), Key("later", "Later")),
    subject="You left Blue kurta",
    footer="Tiger Tees, 12 Main St",
)


def make_key() -> tuple[str, bytes]:
    """A key for signatures, and the record of its domain in the DNS."""
    key = rsa.generate_private_key(65537, 2048)
    pem = key.private_bytes(Encoding.PEM, PrivateFormat.TraditionalOpenSSL, NoEncryption()).decode()
    public = key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()
    return pem, ("v=DKIM1; k=rsa; p=" + "".join(public.splitlines()[1:-1])).encode()


@pytest.fixture
async def provider() -> AsyncIterator[SmtpStand]:
    async with SmtpStand() as stand:
        yield stand


Open = Callable[..., EmailAccount]


@pytest.fixture
async def make(provider: SmtpStand) -> AsyncIterator[Open]:
    """Make an account at the stand-in."""
    made: list[EmailAccount] = []

    def open_account(server: MailServer = PLAIN, password: str = PASSWORD, **more: Any) -> EmailAccount:
        account = EmailAccount(SENDER, server, password, provider.url, **more)
        made.append(account)
        return account

    yield open_account
    for account in made:
        await account.close()


async def test_a_mail_has_its_text_twice(provider: SmtpStand, make: Open) -> None:
    answer = await make().perform(LETTER)
    assert answer.provider_id == f"<{rig.OURS}@tigertees.example>"
    (taken,) = provider.messages
    assert (taken.sender, taken.to) == (SENDER, ANN)
    mail = taken.mail
    assert mail["From"] == f"Tiger Tees <{SENDER}>"
    assert (mail["To"], mail["Subject"]) == (ANN, "You left Blue kurta")
    assert mail["Message-ID"] == answer.provider_id
    assert mail["Date"].datetime.tzinfo is not None
    assert mail.get_content_type() == "multipart/alternative"
    assert mail["List-Unsubscribe"] is None
    assert taken.read().splitlines() == [
        "You left Blue kurta.",
        "",
        ".dots & <b>tags</b> https://shop.example/a?b=1&c=2.",
        "",
        "Open my cart: https://shop.example/l/1",
        "",
        "-- ",
        "Tiger Tees, 12 Main St",
    ]
    page = taken.read("html")
    assert ".dots &amp; &lt;b&gt;tags&lt;/b&gt;" in page
    assert '<a href="https://shop.example/a?b=1&amp;c=2">https://shop.example/a?b=1&amp;c=2</a>.' in page
    assert 'href="https://shop.example/l/1"' in page
    assert "Later" not in page
    assert '<meta name="color-scheme" content="light dark">' in page


@pytest.mark.parametrize(
    ("url", "one_click"),
    [
        pytest.param("https://shop.example/u/t", "List-Unsubscribe=One-Click", id="https"),
        pytest.param("http://127.0.0.1/u/t", None, id="http has no one click"),
    ],
)
async def test_marketing_ends_by_its_headers_and_its_footer(
    provider: SmtpStand, make: Open, url: str, one_click: str | None
) -> None:
    await make().perform(replace(LETTER, end=replace(END, url=url), marketing=True))
    (taken,) = provider.messages
    assert taken.mail["List-Unsubscribe"] == f"<{url}>"
    assert taken.mail["List-Unsubscribe-Post"] == one_click
    assert f"Unsubscribe: {url}" in taken.read()
    assert re.search(rf'<a [^>]*href="{url}"[^>]*>Unsubscribe</a>', taken.read("html"))


PICTURE = Attachment("kurta.png", "image/png", b"\x89PNG\r\n.\r\nabc")
INVOICE = Attachment("इनवॉइस – मार्च.pdf", "application/pdf", bytes(range(256)) * 40)


async def test_a_picture_is_shown_in_the_mail(provider: SmtpStand, make: Open) -> None:
    await make().perform(replace(LETTER, file=PICTURE, shown=True))
    (taken,) = provider.messages
    related = taken.mail.get_body(("related",))
    assert isinstance(related, EmailMessage)
    (picture,) = related.iter_attachments()
    assert (picture.get_content_type(), picture.get_content()) == ("image/png", PICTURE.body)
    assert picture.get_content_disposition() == "inline"
    page = taken.read("html")
    assert f'src="cid:{picture["Content-ID"].strip("<>")}"' in page
    assert f'alt="{LETTER.subject}"' in page
    assert "You left Blue kurta." in taken.read()


async def test_a_file_is_attached_and_a_mail_with_it_is_signed(provider: SmtpStand, make: Open) -> None:
    pem, record = make_key()
    signing = replace(PLAIN, dkim=("tigertees.example", "s1"))
    await make(signing, dkim_key=pem).perform(replace(LETTER, file=INVOICE))
    (taken,) = provider.messages
    (file,) = taken.mail.iter_attachments()
    assert (file.get_filename(), file.get_content()) == (INVOICE.name, INVOICE.body)
    assert file.get_content_disposition() == "attachment"
    assert taken.mail.get_content_type() == "multipart/mixed"
    assert "<img" not in taken.read("html")
    assert dkim.verify(taken.body, dnsfunc=lambda name, timeout=5: record)


async def test_a_picture_by_its_address_is_fetched_by_the_reader(provider: SmtpStand, make: Open) -> None:
    await make().perform(replace(LETTER, picture="https://shop.example/kurta.jpg?a=1&b=2"))
    (taken,) = provider.messages
    assert 'src="https://shop.example/kurta.jpg?a=1&amp;b=2"' in taken.read("html")
    assert list(taken.mail.iter_attachments()) == []


async def test_no_text_becomes_html(provider: SmtpStand, make: Open) -> None:
    """Neither an element, nor a statement of a template, nor an address with a script."""
    text = '<script>alert(1)</script> {{ 7 * 7 }} <!--{% if x %}--> javascript:alert(1) https://a.example/"onload=x'
    key = Key("open", "<img src=x onerror=alert(1)>", 'https://shop.example/"><b>')
    await make().perform(replace(LETTER, text=text, keys=(key,), footer="<b>Tiger</b>", subject="<i>Hi</i>"))
    (taken,) = provider.messages
    page = taken.read("html")
    assert "{{ 7 * 7 }}" in page
    assert not re.search(r"<(script|b|i|img)\b", page)
    assert re.findall(r'href="([^"]*)"', page) == ["https://a.example/", "https://shop.example/&#34;&gt;&lt;b&gt;"]
    assert text in taken.read()


@pytest.mark.parametrize(
    ("wrong", "failure"),
    [
        pytest.param({"subject": "Hi\r\nBcc: all@mail.example"}, Failure.ALERT, id="subject"),
        pytest.param({"to": "ann@mail.example\r\nBcc: all@mail.example"}, Failure.ADDRESS, id="address"),
        pytest.param({"to": "ann@mail.example, bob@mail.example"}, Failure.ADDRESS, id="two addresses"),
        pytest.param({"to": "ann"}, Failure.ADDRESS, id="no address"),
    ],
)
async def test_a_header_cannot_be_injected(
    provider: SmtpStand, make: Open, wrong: dict[str, str], failure: Failure
) -> None:
    answer = await make().perform(replace(LETTER, **wrong))  # type: ignore[arg-type]
    assert (answer.failure, answer.code) == (failure, "header")
    assert "mail.example" not in answer.detail
    assert provider.messages == []


async def test_an_address_in_letters_that_servers_rarely_take_is_refused(provider: SmtpStand, make: Open) -> None:
    answer = await make().perform(replace(LETTER, to="ängström@mail.example"))
    assert (answer.failure, answer.code) == (Failure.ADDRESS, "smtputf8")
    assert answer.detail == "The mail was not sent: To has letters that only SMTPUTF8 can write."
    assert provider.connections == 0
    punycode = replace(LETTER, to="ann@xn--mller-kva.example")
    assert (await make().perform(punycode)).failure is None


async def test_a_name_cannot_inject_a_header(provider: SmtpStand, make: Open) -> None:
    answer = await make(replace(PLAIN, name="Tiger\r\nBcc: all@mail.example")).perform(LETTER)
    assert (answer.failure, provider.messages) == (Failure.ALERT, [])


async def test_long_lines_and_every_script_arrive(provider: SmtpStand, make: Open) -> None:
    text = "कार्ट में रखा है: " + "नीला कुर्ता " * 200
    subject = "आपके कार्ट में: " + "नीला कुर्ता, " * 9 + "लाल"
    await make().perform(replace(LETTER, text=text, keys=(), footer="", subject=subject))
    (taken,) = provider.messages
    assert taken.read().strip() == text.strip()
    assert taken.mail["Subject"] == subject
    assert max(map(len, taken.body.splitlines())) <= 998


ENCODED = "=?utf-8?q?Kurta=0D=0ABcc:_eve@x.example=0D=0A=0D=0AEvil?="


async def test_words_in_a_header_stay_words(provider: SmtpStand, make: Open) -> None:
    """An encoded word (RFC 2047) in a title or a name is decoded by nobody, so its line breaks make no header."""
    server = replace(PLAIN, name=ENCODED)
    assert (await make(server).perform(replace(LETTER, subject=ENCODED))).failure is None
    (taken,) = provider.messages
    head = taken.body.partition(b"\r\n\r\n")[0]
    assert b"\nBcc:" not in head
    assert taken.mail["Bcc"] is None
    assert "Evil" not in taken.read()


def test_a_header_that_the_library_splits_is_not_written(monkeypatch: pytest.MonkeyPatch) -> None:
    """A second guard, for a title that comes to the library as it is."""
    monkeypatch.setattr(mail_message, "_disarm", str)
    letter = replace(LETTER, subject="=?utf-8?q?x=0ABcc:=20eve?=\u2028")
    with pytest.raises(mail_message.Unwritable, match="Subject holds another header"):
        mail_message.write_mail(letter, PLAIN, SENDER, datetime(2026, 3, 2, tzinfo=UTC))


async def test_the_link_that_ends_marketing_is_written_as_it_is(provider: SmtpStand, make: Open) -> None:
    """Mail programs look for the link itself: it is neither encoded nor folded."""
    url = f"https://shop.example/u/tiger.{'a' * 120}"
    await make().perform(replace(LETTER, end=Key("end", "Unsubscribe", url)))
    (taken,) = provider.messages
    lines = taken.body.split(b"\r\n")
    assert f"List-Unsubscribe: <{url}>".encode() in lines
    assert b"List-Unsubscribe-Post: List-Unsubscribe=One-Click" in lines


ANSWERS = [
    pytest.param(MAIL, 421, "4.3.2 shutting down", Failure.RETRY, id="421"),
    pytest.param(RCPT, 450, "4.2.0 greylisted, try again later", Failure.RETRY, id="greylisting by 450"),
    pytest.param(RCPT, 451, "4.7.1 greylisted", Failure.RETRY, id="greylisting by 451"),
    pytest.param(DATA, 451, "local error", Failure.RETRY, id="451"),
    pytest.param(RCPT, 452, "4.2.2 over quota for now", Failure.LATER, id="full for now"),
    pytest.param(RCPT, 550, "5.1.1 no such user", Failure.ADDRESS, id="550 unknown"),
    pytest.param(RCPT, 550, "no such user", Failure.ADDRESS, id="550 without more"),
    pytest.param(RCPT, 550, "5.7.1 blocked", Failure.CHANNEL, id="550 blocked"),
    pytest.param(RCPT, 550, "5.2.1 disabled", Failure.ADDRESS, id="550 disabled"),
    pytest.param(RCPT, 553, "no such user", Failure.ADDRESS, id="553 without more"),
    pytest.param(RCPT, 550, "5.2.1 receiving mail at a rate that prevents more", Failure.ALERT, id="too many for it"),
    pytest.param(
        RCPT, 550, "Domain t.example has exceeded the max emails per hour", Failure.ALERT, id="550 of a limit"
    ),
    pytest.param(RCPT, 550, "Sender verify failed", Failure.ALERT, id="550 of the sender"),
    pytest.param(RCPT, 553, "blocked by policy", Failure.ALERT, id="553 of a policy"),
    pytest.param(RCPT, 550, "5.7.1 rate limit", Failure.CHANNEL, id="550 of a rate"),
    pytest.param(RCPT, 550, "5.4.1 access denied", Failure.CHANNEL, id="550 of the network"),
    pytest.param(RCPT, 550, "5.4.4 no route", Failure.CHANNEL, id="550 without a route"),
    pytest.param(RCPT, 550, "5.1.99 new", Failure.CHANNEL, id="550 with a code of tomorrow"),
    pytest.param(RCPT, 556, "no mail here", Failure.CHANNEL, id="556"),
    pytest.param(DATA, 553, "not allowed", Failure.ALERT, id="553 of the content"),
    pytest.param(RCPT, 550, "relay not permitted", Failure.SENDER, id="550 of our relay"),
    pytest.param(DATA, 550, "spam", Failure.ALERT, id="550 of the content"),
    pytest.param(RCPT, 554, "5.7.1 no mail here", Failure.CHANNEL, id="554 of one recipient"),
    pytest.param(DATA, 554, "5.7.1 spam", Failure.ALERT, id="554"),
    pytest.param(RCPT, 552, "5.2.2 mailbox full", Failure.CHANNEL, id="552 full"),
    pytest.param(RCPT, 552, "full", Failure.CHANNEL, id="552 without more"),
    pytest.param(DATA, 552, "too big", Failure.ALERT, id="552 of the content"),
    pytest.param(MAIL, 550, "5.7.1 not your address", Failure.SENDER, id="our address refused"),
    pytest.param(RCPT, 599, "what is this", Failure.ALERT, id="an unknown code"),
]


@pytest.mark.parametrize(("at", "code", "said", "failure"), ANSWERS)
async def test_an_answer(provider: SmtpStand, make: Open, at: str, code: int, said: str, failure: Failure) -> None:
    provider.fail(at=at, code=code, said=said)
    account = make()
    answer = await account.perform(LETTER)
    assert (answer.failure, answer.provider_id) == (failure, None)
    assert answer.code is not None
    assert answer.code.startswith(str(code))
    assert said.partition(" ")[2] not in answer.detail or not said.partition(" ")[2]
    assert provider.messages == []
    assert (await account.perform(LETTER)).failure is None, "the next mail leaves"


@pytest.mark.parametrize("at", [MAIL, RCPT])
async def test_a_connection_that_breaks_before_the_end_is_repeated(provider: SmtpStand, make: Open, at: str) -> None:
    provider.fail(at=at, cut=True)
    assert (await make().perform(LETTER)).failure is Failure.RETRY
    assert provider.messages == []


@pytest.mark.parametrize("stored", [False, True])
async def test_a_connection_that_breaks_after_the_end_leaves_it_unknown(
    provider: SmtpStand, make: Open, stored: bool
) -> None:
    provider.fail(cut=True, stored=stored)
    account = make()
    answer = await account.perform(LETTER)
    assert (answer.failure, answer.provider_id) == (Failure.UNKNOWN, None)
    assert len(provider.messages) == stored
    assert await account.find(LETTER, provider.clock()) == Found(asked=False)


@pytest.mark.parametrize(("at", "failure"), [(RCPT, Failure.RETRY), (DATA, Failure.UNKNOWN)])
async def test_a_server_that_hangs(provider: SmtpStand, make: Open, at: str, failure: Failure) -> None:
    provider.fail(at=at, slow=True)
    answer = await make(timeout=SOON).perform(LETTER)
    when = "after" if failure is Failure.UNKNOWN else "before"
    assert (answer.failure, answer.detail) == (failure, f"TimeoutError, {when} the request was written")


@pytest.mark.parametrize(("left", "taken"), [(LEAST_LEFT - 0.1, 0), (LEAST_LEFT + 0.3, 1)])
async def test_content_begins_only_with_time_to_hear_the_answer(provider: SmtpStand, left: float, taken: int) -> None:
    """Else the outcome is unknown, and the mail lost, where it could be tried again."""
    timeout = 30.0
    lines = SmtpConnections("127.0.0.1", urlsplit(provider.url).port or 0, "t.example", PLAIN, PASSWORD, timeout)
    progress = MailProgress(until=asyncio.get_running_loop().time() + left * timeout)
    with nullcontext() if taken else pytest.raises(TimeoutError):
        await lines.send(SENDER, ANN, b"Subject: Hi\r\n\r\nHi\r\n", progress)
    assert (len(provider.messages), progress.ended) == (taken, bool(taken))
    await lines.close()


async def test_wrong_credentials(provider: SmtpStand, make: Open) -> None:
    answer = await make(password="wrong").perform(LETTER)
    assert (answer.failure, answer.code) == (Failure.SENDER, "535-5.7.8")


async def test_a_server_without_a_login_is_told_apart(make: Open) -> None:
    async with SmtpStand(login=False) as provider:
        account = EmailAccount(SENDER, replace(PLAIN, user=""), "", provider.url)
        assert (await account.perform(LETTER)).failure is None
        await account.close()


async def test_no_starttls_is_offered(provider: SmtpStand, make: Open) -> None:
    answer = await make(replace(PLAIN, tls=MailTls.STARTTLS)).perform(LETTER)
    assert (answer.failure, answer.code) == (Failure.SENDER, "tls")
    assert "offers no STARTTLS" in answer.detail
    assert provider.messages == []


@pytest.mark.parametrize("trusted", [True, False])
async def test_a_certificate_is_verified(tmp_path: Path, trusted: bool) -> None:
    theirs, ours = make_certificate(tmp_path)
    async with SmtpStand(tls=theirs) as provider:
        server = replace(PLAIN, tls=MailTls.STARTTLS)
        trust = ours if trusted else ssl.create_default_context()
        account = EmailAccount(SENDER, server, PASSWORD, provider.url, trust=trust)
        answer = await account.perform(LETTER)
        assert (answer.failure, answer.code) == ((None, None) if trusted else (Failure.SENDER, "tls"))
        assert len(provider.messages) == trusted
        await account.close()


async def test_a_server_that_is_no_tls_server(provider: SmtpStand, make: Open) -> None:
    answer = await make(replace(PLAIN, tls=MailTls.TLS)).perform(LETTER)
    assert (answer.failure, answer.code) == (Failure.SENDER, "tls")


async def test_connections_are_few_and_used_again(provider: SmtpStand, make: Open) -> None:
    account = make()
    for _ in range(MOST_MAILS + 1):
        assert (await account.perform(LETTER)).failure is None
    assert provider.connections == 2
    answers = await asyncio.gather(*(account.perform(LETTER) for _ in range(40)))
    assert [one.failure for one in answers] == [None] * 40
    assert provider.most <= MOST_CONNECTIONS


async def test_a_mail_that_waits_for_our_own_connections_is_no_failure_of_the_server(
    provider: SmtpStand, make: Open
) -> None:
    provider.fail(times=MOST_CONNECTIONS, at=DATA, slow=True)
    account = make(timeout=SOON)
    answers = await asyncio.gather(*(account.perform(LETTER) for _ in range(MOST_CONNECTIONS + 1)))
    assert [one.code for one in answers if one.failure is Failure.RETRY] == [LATE]
    assert [one.failure for one in answers].count(Failure.UNKNOWN) == MOST_CONNECTIONS


async def test_a_connection_that_the_server_closed_is_opened_again(provider: SmtpStand, make: Open) -> None:
    account = make()
    await account.perform(LETTER)
    provider.hang_up()
    assert (await account.perform(LETTER)).failure is None
    assert (provider.connections, len(provider.messages)) == (2, 2)


async def test_the_doctor_says_what_is_there(provider: SmtpStand, make: Open) -> None:
    assert [ok for ok, _ in await make().check(None)] == [True, True, True]
    assert [ok for ok, _ in await make(password="wrong").check(None)] == [False, True, True]
    signing = replace(PLAIN, dkim=("tigertees.example", "s1"))
    assert [ok for ok, _ in await make(signing, dkim_key="no key").check(None)] == [True, False, True]
    assert (await make(signing, dkim_key="no key").perform(LETTER)).failure is Failure.SENDER


async def test_a_signature_covers_both_headers_of_one_click(provider: SmtpStand, make: Open) -> None:
    pem, record = make_key()
    account = make(replace(PLAIN, dkim=("tigertees.example", "s1")), dkim_key=pem)
    assert (await account.perform(replace(LETTER, end=END, marketing=True))).failure is None
    (taken,) = provider.messages
    assert dkim.verify(taken.body, dnsfunc=lambda name, timeout=5: record)
    signed = taken.mail["DKIM-Signature"].replace(" ", "").lower()
    assert "list-unsubscribe:list-unsubscribe-post" in signed
    broken = taken.body.replace(b"List-Unsubscribe=One-Click", b"List-Unsubscribe=Other")
    assert not dkim.verify(broken, dnsfunc=lambda name, timeout=5: record)


@pytest.mark.parametrize("stage", [MailStage.GREETING, MailStage.LOGIN, MailStage.SENDER])
def test_what_is_refused_before_an_address_is_named_is_about_us(stage: MailStage) -> None:
    assert classify(stage, 550, "5.1.1 no such user") is Failure.SENDER
    assert classify(stage, 454, "4.7.0 later") is Failure.RETRY


def test_each_mail_has_an_id_of_its_own() -> None:
    assert make_message_id(UUID(int=1), SENDER) != make_message_id(UUID(int=2), SENDER)
