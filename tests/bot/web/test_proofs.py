"""Whatever a stranger puts into a proof is refused as no proof: of every vendor, and nothing but that comes of it."""

from __future__ import annotations

import time
from datetime import datetime
from types import SimpleNamespace
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.channel import ChannelRequest, Unproven
from bot.channels.email import EmailAccount
from bot.channels.telegram import Telegram
from bot.channels.twilio import Twilio
from bot.clock import SystemClock
from bot.payments.razorpay import Razorpay
from bot.payments.stripe import Stripe
from bot.stores.shopify import Shopify
from bot.web import webhooks
from bot.web.webhooks import PROOFS, Webhooks
from flows.business import InboundProvider, MailInbox, MailServer
from flows.channels import Provider
from tests.cases import each
from tests.conftest import START


def _post_mails(provider: str) -> EmailAccount:
    server = MailServer("127.0.0.1", 25, inbound=MailInbox(InboundProvider(provider)))
    return EmailAccount("hello@tigertees.example", server, "", "smtp://127.0.0.1:25", inbound_secret="secret")


ACCOUNTS: dict[str, tuple[Any, str | None]] = {
    "twilio": (Twilio("sms", "AC1", "token", "+13145550100"), "X-Twilio-Signature"),
    "telegram": (Telegram("1:token", "secret"), "X-Telegram-Bot-Api-Secret-Token"),
    "smtp": (_post_mails("sendgrid"), None),
    "shopify": (Shopify("shop.myshopify.com", "secret", ""), "X-Shopify-Hmac-Sha256"),
    "stripe": (Stripe("sk_test_1", "secret"), "Stripe-Signature"),
    "razorpay": (Razorpay("rzp_test_1", "secret", "secret"), "X-Razorpay-Signature"),
}
# What a header holds beyond ASCII arrives as halves of characters: b"\xe9" as "\udce9".
ODD = ("", "\udce9", "é", "t=\udce9,v1=ab", "t=\udce9", "\udce9=1,t=\udce9", "t=1,v1=\udce9", "t=½,v1=ab", "=" * 9_000)


def test_every_vendor_has_an_account_here() -> None:
    assert {name: header for name, (_, header) in ACCOUNTS.items()} == PROOFS, (
        "ACCOUNTS: each vendor of bot/web/webhooks.py: PROOFS has one, with the header that carries its proof"
    )


def given_to(name: str, value: str, body: bytes = b"", url: str = "https://shop.example/hook") -> ChannelRequest:
    return ChannelRequest(url, {ACCOUNTS[name][1] or "Authorization": value}, body, START)


@each("value", ODD)
@each("name", ACCOUNTS)
def test_an_odd_proof_is_none(name: str, value: str) -> None:
    with pytest.raises(Unproven):
        ACCOUNTS[name][0].prove(given_to(name, value))


ANYTHING = st.text(st.characters(codec=None))
SIGNED = st.one_of(ANYTHING, st.builds("t={},v1={}".format, ANYTHING, ANYTHING))


@given(st.sampled_from(sorted(ACCOUNTS)), SIGNED, st.binary(max_size=200), ANYTHING)
def test_no_proof_at_all_raises_anything_else(name: str, value: str, body: bytes, path: str) -> None:
    with pytest.raises(Unproven):
        ACCOUNTS[name][0].prove(given_to(name, value, body, f"https://shop.example/{path}"))


FORMS = {
    "signs of a percentage": b"%" * 2**20,
    "codes": b"%41" * (2**20 // 3),
    "fields": b"a=1&" * (2**20 // 4),
    "not too many fields": b"&".join(b"%41" * 40 for _ in range(500)),
    "wrong codes": b"a=" + b"%zz" * 20_000,
}


@each("account", [ACCOUNTS["twilio"][0], _post_mails("mailgun"), _post_mails("sendgrid")])
@pytest.mark.parametrize("body", FORMS.values(), ids=FORMS)
def test_a_form_without_proof_costs_little(body: bytes, account: Any) -> None:
    """It has to be taken apart before it can be proven, which takes longer than anything else here."""
    before = time.process_time()
    for _ in range(5):
        with pytest.raises(Unproven):
            account.prove(given_to("twilio", "a" * 28, body))
    assert (time.process_time() - before) / 5 < 0.05


class SignedBody:
    """An account of a vendor that signs in the body, as inbound mail services do."""

    def prove(self, request: ChannelRequest) -> None:
        if b"signature=right" not in request.body:
            raise Unproven

    def read(self, request: ChannelRequest, now: datetime) -> tuple[()]:
        return ()


@pytest.mark.parametrize(("body", "status"), [("signature=right", 200), ("signature=wrong", 401), ("", 401)])
async def test_where_no_header_bears_the_proof_the_account_examines_the_request(
    monkeypatch: pytest.MonkeyPatch, body: str, status: int
) -> None:
    async def find(business: str, channel: str) -> SignedBody:
        return SignedBody()

    monkeypatch.setattr(webhooks, "PROOFS", {**PROOFS, Provider.TWILIO: None})
    accounts: Any = SimpleNamespace(channel=find)
    app = web.Application()
    Webhooks(accounts, SimpleNamespace(), SystemClock(), None).add_to(app)  # type: ignore[arg-type]
    async with TestClient(TestServer(app)) as client:
        assert (await client.post("/channels/twilio/tiger/inbound", data=body)).status == status
