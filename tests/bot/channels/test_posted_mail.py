"""Mails that SendGrid and Mailgun post: proven, in each of their forms, of any size."""

from __future__ import annotations

import hmac
import json
import time
from base64 import b64encode
from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from hashlib import sha256
from urllib.parse import urlencode

import pytest

from bot.channels.channel import ChannelRequest, Unproven, Unreadable
from bot.channels.email import EmailAccount
from bot.channels.email.posted_mail import WINDOW
from flows.business import InboundProvider, MailInbox, MailServer
from flows.events import MessageReceived
from tests.bot.channels.mails import MESSAGE, SENDER, answer, bounce
from tests.cases import each
from tests.conftest import START

SECRET = "inbound-secret-of-tiger"
URL = "https://parley.example/channels/smtp/tiger"
BASIC = {"Authorization": f"Basic {b64encode(f'parley:{SECRET}'.encode()).decode()}"}
HEADERS = [["From", "Ann <ann@mail.example>"], ["Subject", "Re: Your cart"], ["Message-Id", "<a1@mail.example>"]]


def account(provider: str) -> EmailAccount:
    server = MailServer("127.0.0.1", 25, inbound=MailInbox(InboundProvider(provider)))
    return EmailAccount(SENDER, server, "", "smtp://127.0.0.1:25", inbound_secret=SECRET)


def form(fields: Mapping[str, bytes], headers: Mapping[str, str] | None = None, url: str = URL) -> ChannelRequest:
    """A form of several parts, as both providers post it."""
    parts = (f'--b\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n'.encode() + fields[name] for name in fields)
    body = b"\r\n".join([*parts, b"--b--\r\n"])
    return ChannelRequest(url, {"Content-Type": "multipart/form-data; boundary=b", **(headers or {})}, body, START)


def sign(token: str = "t" * 50, secret: str = SECRET, at: timedelta = timedelta(0)) -> dict[str, bytes]:
    """The fields of Mailgun's signature."""
    stamp = str(int((START + at).timestamp()))
    signature = hmac.new(secret.encode(), f"{stamp}{token}".encode(), sha256).hexdigest()
    return {"timestamp": stamp.encode(), "token": token.encode(), "signature": signature.encode()}


def said(provider: str, request: ChannelRequest) -> MessageReceived:
    told = account(provider)
    told.prove(request)
    (event,) = told.read(request, START)
    assert isinstance(event, MessageReceived)
    return event


def test_a_whole_mail_of_sendgrid() -> None:
    request = form({"envelope": b"{}", "email": answer("Stop"), "spam_score": b"1"}, BASIC)
    assert (said("sendgrid", request).address, said("sendgrid", request).text) == ("ann@mail.example", "Stop")


def test_the_fields_of_sendgrid() -> None:
    headers = b"Content-Type: multipart/mixed; boundary=x\r\nFrom: Ann <ann@mail.example>\r\nSubject: Hi\r\n"
    fields = {"headers": headers, "text": "café".encode(), "html": b"<p>page</p>"}
    event = said("sendgrid", form(fields, BASIC))
    assert (event.address, event.subject, event.text) == ("ann@mail.example", "Hi", "café")
    assert said("sendgrid", form(fields | {"text": b""}, BASIC)).text == "page"


def test_a_whole_mail_of_mailgun() -> None:
    request = form({"body-mime": bounce(), **sign()})
    told = account("mailgun")
    told.prove(request)
    assert [getattr(one, "message", None) for one in told.read(request, START)] == [MESSAGE]


def test_the_fields_of_mailgun() -> None:
    fields = sign() | {"message-headers": json.dumps(HEADERS).encode(), "body-plain": "¿Hay?\r\n> Hi".encode()}
    coded = ChannelRequest(
        URL, {"Content-Type": "application/x-www-form-urlencoded"}, urlencode(fields).encode(), START
    )
    for request in (form(fields), coded):
        event = said("mailgun", request)
        assert (event.provider_id, event.subject, event.text) == ("<a1@mail.example>", "Re: Your cart", "¿Hay?")


def test_a_header_that_would_make_another_makes_none() -> None:
    headers = [
        *HEADERS,
        ["X-Half", "\ud800"],
        ["Subject: x\r\nAuto-Submitted", "auto-replied"],
        ["X-A", "b\r\nAuto-Submitted: auto-replied"],
    ]
    fields = sign() | {"message-headers": json.dumps(headers).encode(), "body-plain": b"Hi"}
    assert said("mailgun", form(fields)).text == "Hi"


@each(
    "headers", [{}, {"Authorization": "Basic !!"}, {"Authorization": "Basic cGFybGV5Ondyb25n"}, {"Authorization": "x"}]
)
def test_sendgrid_without_our_secret(headers: dict[str, str]) -> None:
    with pytest.raises(Unproven):
        account("sendgrid").prove(form({"email": answer()}, headers))


def test_our_secret_in_the_address() -> None:
    account("sendgrid").prove(form({}, url=f"{URL}?secret={SECRET}"))
    for query in ("secret=", "secret=wrong", "other=x", "&" * 1_000):
        with pytest.raises(Unproven):
            account("sendgrid").prove(form({}, url=f"{URL}?{query}"))


WRONG: tuple[dict[str, bytes], ...] = (
    sign(secret="wrong"),
    sign() | {"token": b"u"},
    sign() | {"signature": b""},
    {},
    sign(at=-WINDOW - timedelta(seconds=1)),
    sign(at=WINDOW + timedelta(seconds=1)),
    {"timestamp": b"x", "token": b"t", "signature": hmac.new(SECRET.encode(), b"xt", sha256).hexdigest().encode()},
)


@each("fields", WRONG)
def test_mailgun_without_its_signature(fields: dict[str, bytes]) -> None:
    with pytest.raises(Unproven):
        account("mailgun").prove(form({**fields, "body-mime": answer()}))


@each("provider", ["imap", "sendgrid", "mailgun"])
def test_without_a_secret_nothing_is_proven(provider: str) -> None:
    server = MailServer("127.0.0.1", 25, inbound=MailInbox(InboundProvider(provider)))
    bare = EmailAccount(SENDER, server, "", "smtp://127.0.0.1:25")
    with pytest.raises(Unproven):
        bare.prove(form(sign(secret=""), {"Authorization": "Basic Og=="}))


@each("fields", [{}, {"message-headers": b"{}"}, {"message-headers": b"[1]"}, {"message-headers": b"[" * 10**5}])
def test_a_form_without_a_mail_is_unreadable(fields: dict[str, bytes]) -> None:
    for provider in ("sendgrid", "mailgun"):
        with pytest.raises(Unreadable):
            account(provider).read(form({**sign(), **fields}, BASIC), START)


def test_a_large_form_costs_little() -> None:
    file = b"A" * 20_000_000
    request = form({"email": answer("Stop") + file, "attachment-1": file, **sign(), "body-mime": b""}, BASIC)
    before = time.process_time()
    assert said("sendgrid", request).text.startswith("Stop")
    account("mailgun").prove(request)
    assert time.process_time() - before < 1


def test_headers_made_to_be_slow_are_not() -> None:
    slow = f'Content-Type: multipart/mixed; boundary="{";" * 200_000}'.encode()
    before = time.process_time()
    for headers in (b"From: Ann <ann@mail.example>\r\n" + slow, slow + b"\r\nFrom: Ann <ann@mail.example>"):
        assert said("sendgrid", form({"headers": headers, "text": b"Stop"}, BASIC)).text == "Stop"
    assert time.process_time() - before < 1


def test_what_is_no_form_is_unreadable() -> None:
    for kind in ("", "text/plain", "multipart/form-data", "multipart/form-data; boundary=\udce9"):
        request = replace(form({"email": answer()}, BASIC), headers={"Content-Type": kind, **BASIC})
        with pytest.raises(Unreadable):
            said("sendgrid", request)


@each("provider", ["sendgrid", "mailgun"])
async def test_the_doctor_names_the_address_and_no_secret(provider: str) -> None:
    ((fine, line),) = await account(provider).check_inbound(URL)
    assert fine
    assert URL.removeprefix("https://") in line
    assert SECRET not in line
    ((fine, line),) = await account(provider).check_inbound(None)
    assert not fine
    assert "PARLEY_PUBLIC_URL" in line
