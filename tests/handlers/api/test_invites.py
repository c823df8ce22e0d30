"""Invites: links that open the right chat, works-once tokens, and the visitor's cart and consent behind them."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit
from uuid import UUID

import pytest
from sqlalchemy import Row, select

from bot.consumer import Consumer as NewsWorker
from flows.events import Means, MessageReceived
from flows.policy.departure_facts import ConsentState, PlaceKind, Programme, ToldPlace
from handlers.api.invite_endpoints import KEYWORD, VALID_FOR, draw_code, make_invite, make_token
from handlers.api.store_event_data import CART
from handlers.engine.seeds import READABLE
from handlers.engine.turn import Turn
from handlers.intake import intake
from handlers.people.inbound_event import InboundEvent
from handlers.replies.opt_out_recognition import OptOut, read_opt_out
from storage.businesses.access import Invite
from storage.consent.disclosures import Disclosure
from storage.people.people import Identity
from storage.schema import invites
from storage.store.carts import Cart
from tests.cases import each
from tests.handlers.api.conftest import OTHER, READ, START, Rig, token_hash

PATH = "/api/v1/invites"
CONSENT = {"source": "cart page", "text": "Remind me of my cart"}
ANONYMOUS = {name: value for name, value in CART.items() if name not in {"customer", "consent"}}


def wanted(channel: str = "telegram", **more: object) -> dict[str, Any]:
    """What a site asks for."""
    return {"channel": channel, "consent": CONSENT, **more}


async def made(rig: Rig, body: dict[str, Any]) -> dict[str, Any]:
    """An invite."""
    status, answer = await rig.post(PATH, body)
    assert status == 201, answer
    return dict(answer)


async def rows(rig: Rig, business: str = "tiger") -> list[Row[Any]]:
    """The invites that are kept."""

    async def look(turn: Turn) -> list[Row[Any]]:
        return list(await turn.unit.rows(select(invites).where(turn.unit.owns(invites))))

    return await rig.turns.look(business, look)


async def redeemed(rig: Rig, token: str) -> Invite | None:
    return await rig.turns.act("tiger", lambda turn: turn.unit.access.use_invite(token_hash(token), turn.now))


async def start_chat(rig: Rig, invite: dict[str, Any]) -> None:
    """The visitor opens the link on Telegram, a minute later."""
    rig.clock.push(START + timedelta(minutes=1))
    token = parse_qs(urlsplit(invite["url"]).query)["start"][0]
    start = MessageReceived(
        "telegram", "99", "tigertees_bot", "u1", f"/start {token}", rig.clock.now(), name="Noor", start=token
    )
    await rig.turns.act("tiger", lambda turn: intake.take(turn, InboundEvent("telegram", "u1", start, b"{}")))
    while await NewsWorker(rig.turns).step():
        continue


LINKS = {
    "telegram": "https://t.me/tigertees_bot?start={}",
    "whatsapp": "https://wa.me/13145550101?text=JOIN%20{}",
    "sms": "sms:+13145550100?&body=JOIN%20{}",
}


@pytest.mark.parametrize(("channel", "form"), LINKS.items(), ids=LINKS)
async def test_the_link_opens_the_chat(rig: Rig, channel: str, form: str) -> None:
    answer = await made(rig, wanted(channel))
    assert answer["url"] == form.format(answer["token"])
    assert answer["expires_at"] == "2026-03-09T15:00:00Z"
    head, _, picture = answer["qr"].partition(",")
    assert head == "data:image/svg+xml;charset=utf-8"
    assert unquote(picture).startswith("<svg xmlns='http://www.w3.org/2000/svg'")
    assert answer["qr"] == draw_code(answer["url"]) != draw_code(f"{answer['url']}A")


@pytest.mark.parametrize("name", make_invite.examples)
async def test_each_documented_example_makes_an_invite(rig: Rig, name: str) -> None:
    assert (await made(rig, dict(make_invite.examples[name])))["url"]


async def test_a_token_works_once_and_brings_the_consent(rig: Rig) -> None:
    answer = await made(rig, wanted(consent=CONSENT | {"programme": "partner_offers"}))
    invite = await redeemed(rig, answer["token"])
    assert invite is not None
    assert (invite.kind, invite.contact, invite.staff) == ("customer", None, None)
    assert json.loads(invite.payload or "") == {
        "consent": {**CONSENT, "programme": "partner_offers"},
        "customer": None,
    }
    assert await redeemed(rig, answer["token"]) is None


async def test_the_partners_of_the_shown_words_come_along(rig: Rig) -> None:
    shown = CONSENT | {"programme": "partner_offers", "partners": ["Nike", "Puma"]}
    answer = await made(rig, wanted(consent=shown))
    await start_chat(rig, answer)

    async def look(turn: Turn) -> list[frozenset[str]]:
        address = await turn.unit.people.address("telegram", "99")
        assert address is not None
        return list((await turn.unit.consents.find_partners([address.id])).values())

    assert await rig.turns.look("tiger", look) == [{"nike", "puma"}]
    (line,) = await rig.turns.look("tiger", lambda turn: turn.unit.evidence.page(9))
    assert (line.programme, line.partners) == (Programme.PARTNER_OFFERS, ("Nike", "Puma"))


async def test_from_where_a_visitor_came_comes_along_once(rig: Rig) -> None:
    """As the site says; where it says nothing, nothing is known: the request is the shop's server's own."""
    seen = {"ip": "203.0.113.9", "user_agent": "Mozilla/5.0", "language": "en"}
    answer = await made(rig, wanted(consent=CONSENT | seen))
    silent = await made(rig, wanted())
    invite, other = await redeemed(rig, answer["token"]), await redeemed(rig, silent["token"])
    assert invite is not None
    assert other is not None
    kept = {"ip": "203.0.113.9", "user_agent": "Mozilla/5.0", "locale": "en"}
    assert json.loads(invite.payload or "") == {"consent": CONSENT | kept, "customer": None}
    assert json.loads(other.payload or "") == {"consent": CONSENT, "customer": None}
    assert {row.payload for row in await rows(rig)} == {None}


async def test_what_came_along_with_an_invite_that_nobody_opened_is_forgotten(rig: Rig) -> None:
    await made(rig, wanted(consent=CONSENT | {"ip": "203.0.113.9"}))
    made_at = rig.clock.now()
    for after, kept in ((VALID_FOR, True), (VALID_FOR + timedelta(seconds=1), False)):
        moment = made_at + after
        await rig.turns.act("tiger", lambda turn, m=moment: turn.unit.access.forget_ended_invites(m))  # type: ignore[misc]
        ((payload,),) = [(row.payload,) for row in await rows(rig)]
        assert (payload is not None) is kept


async def test_a_token_is_kept_as_a_hash_and_ends(rig: Rig) -> None:
    answer = await made(rig, wanted())
    (row,) = await rows(rig)
    assert (row.token, row.expires_at) == (token_hash(answer["token"]), START + VALID_FOR)
    rig.clock.push(START + VALID_FOR)
    assert await redeemed(rig, answer["token"]) is None


def test_tokens_are_safe_in_links_and_in_texts() -> None:
    tokens = [make_token() for _ in range(2000)]
    assert len(set(tokens)) == len(tokens)
    assert {len(token) for token in tokens} == {12}
    assert set("".join(tokens)) <= set(READABLE)
    assert all(read_opt_out(f"{KEYWORD} {token}") is not OptOut.STOP for token in tokens)


async def contact_of(rig: Rig, identity: Identity) -> UUID | None:
    async def look(turn: Turn) -> UUID | None:
        address = await turn.unit.people.address(identity.channel, identity.value)
        return address.contact if address else None

    return await rig.turns.look("tiger", look)


async def test_a_known_customer_is_invited_as_such(rig: Rig) -> None:
    await made(rig, wanted(customer={"id": 77, "phone": "(205) 555-0110"}))
    (row,) = await rows(rig)
    assert row.contact is not None
    assert row.contact == await contact_of(rig, Identity("customer", "api:77"))
    assert await contact_of(rig, Identity("sms", "+12055550110")) is None


async def test_where_the_visitor_is_counts_before_they_open_it(rig: Rig) -> None:
    named = {"id": "77", "country": "us", "region": "Florida", "timezone": "America/Chicago"}
    billed = {"kind": "billing", "country": "US", "postal_code": "10001"}
    await made(rig, wanted(customer=named))
    await made(rig, wanted(customer=named | {"places": [billed]}))
    contact = await contact_of(rig, Identity("customer", "api:77"))
    assert contact is not None
    found = await rig.turns.look("tiger", lambda turn: turn.unit.places.of([contact]))
    assert set(found[contact]) == {
        ToldPlace(PlaceKind.STATED, "US", "FL"),
        ToldPlace(PlaceKind.ZONE, timezone="America/Chicago"),
        ToldPlace(PlaceKind.BILLING, "US", postal_code="10001"),
    }


STRANGERS: dict[str, dict[str, Any]] = {
    "a phone, which anybody can type": {"phone": "(205) 555-0110"},
    "a mail, which anybody can type": {"email": " Noor@shop.example "},
    "nothing to tell them by": {"name": "Noor", "phone": "+999"},
}


@pytest.mark.parametrize("customer", STRANGERS.values(), ids=STRANGERS)
async def test_a_customer_who_cannot_be_told_apart_is_a_stranger(rig: Rig, customer: dict[str, Any]) -> None:
    names = [Identity("sms", "+12055550110"), Identity("email", "noor@shop.example")]
    await rig.turns.act("tiger", lambda turn: turn.unit.people.resolve(names[:1], turn.now))
    await rig.turns.act("tiger", lambda turn: turn.unit.people.resolve(names[1:], turn.now))
    await made(rig, wanted(customer=customer))
    assert [row.contact for row in await rows(rig)] == [None]


async def carts_of(rig: Rig, contact: UUID | None) -> list[Cart]:
    """A person's carts, once all news was acted upon."""
    assert contact is not None
    while await NewsWorker(rig.turns).step():
        continue
    return await rig.turns.look("tiger", lambda turn: turn.unit.carts.list_open(contact))


CARTS: dict[str, dict[str, Any]] = {
    "of nobody": {"cart": ANONYMOUS},
    "of its customer": {"cart": CART},
    "of the customer beside it": {"cart": ANONYMOUS, "customer": {"id": "77"}},
}


@pytest.mark.parametrize("more", CARTS.values(), ids=CARTS)
async def test_the_cart_becomes_the_visitors(rig: Rig, more: dict[str, Any]) -> None:
    await made(rig, wanted(**more))
    (row,) = await rows(rig)
    assert [(cart.source, cart.cart) for cart in await carts_of(rig, row.contact)] == [("api", "c1")]


async def test_a_second_invite_for_a_cart_is_for_the_same_visitor(rig: Rig) -> None:
    first = await made(rig, wanted(cart=ANONYMOUS))
    second = await made(rig, wanted("sms", cart=ANONYMOUS))
    third = await made(rig, wanted(cart=ANONYMOUS, customer={"id": "77"}))
    assert len({first["token"], second["token"], third["token"]}) == 3
    found = await contact_of(rig, Identity("customer", "api:77"))
    assert found == await contact_of(rig, Identity("cart", "api:c1"))
    assert len(await carts_of(rig, found)) == 1


async def test_whoever_opens_the_link_has_agreed_and_has_the_cart(rig: Rig) -> None:
    seen = {"ip": "203.0.113.9", "user_agent": "Mozilla/5.0", "language": "en"}
    answer = await made(rig, wanted(cart=ANONYMOUS, consent=CONSENT | seen))
    await NewsWorker(rig.turns).step()
    await start_chat(rig, answer)
    chat = Identity("telegram", "99")
    assert [cart.cart for cart in await carts_of(rig, await contact_of(rig, chat))] == ["c1"]

    async def look(turn: Turn) -> ConsentState:
        address = await turn.unit.people.address(chat.channel, chat.value)
        assert address is not None
        return await turn.unit.consents.state(address.id, Programme.REMINDERS)

    assert await rig.turns.look("tiger", look) is ConsentState.CONFIRMED
    for line in await rig.turns.look("tiger", lambda turn: turn.unit.evidence.page(9)):
        assert (line.means, line.shown) == (Means.INVITE, Disclosure(CONSENT["text"], locale="en"))
        assert (line.ip, line.user_agent) == ("203.0.113.9", "Mozilla/5.0")


WRONG: dict[str, tuple[dict[str, Any], str]] = {
    "no channel": ({"consent": CONSENT}, "channel"),
    "a channel of none": (wanted("fax"), "channel"),
    "no consent": ({"channel": "sms"}, "consent"),
    "a consent without words": (wanted(consent={"source": "x"}), "consent.text"),
    "a consent of blanks": (wanted(consent={"source": "x", "text": " \t\u0000"}), "consent.text"),
    "an ip that is a list": (wanted(consent=CONSENT | {"ip": ["1"]}), "consent.ip"),
    "an ip without end": (wanted(consent=CONSENT | {"ip": "1" * 46}), "consent.ip"),
    "a browser's NUL": (wanted(consent=CONSENT | {"user_agent": "\u0000"}), "consent.user_agent"),
    "a programme of none": (wanted(consent=CONSENT | {"programme": "spam"}), "consent.programme"),
    "partners of another programme": (wanted(consent=CONSENT | {"partners": ["Nike"]}), "consent.partners"),
    "a partner without letters": (
        wanted(consent=CONSENT | {"programme": "partner_offers", "partners": ["\u200b"]}),
        "consent.partners[0]",
    ),
    "a customer that is text": (wanted(customer="Noor"), "customer"),
    "a customer's NUL": (wanted(customer={"id": "a\u0000"}), "customer.id"),
    "a customer's list": (wanted(customer={"phone": []}), "customer.phone"),
    "a country by name": (wanted(customer={"country": "USA"}), "customer.country"),
    "a cart without its id": (wanted(cart={**ANONYMOUS, "cart_id": None}), "cart.cart_id"),
    "a cart with a script": (wanted(cart={**ANONYMOUS, "checkout_url": "javascript:1"}), "cart.checkout_url"),
    "a cart's customer": (wanted(cart={**ANONYMOUS, "customer": 7}), "cart.customer"),
    "a cart that is a list": (wanted(cart=[]), "cart"),
}


@each(("body", "field"), WRONG.values(), ids=WRONG)
async def test_a_wrong_invite_names_the_field_and_leaves_nothing(rig: Rig, body: dict[str, Any], field: str) -> None:
    status, answer = await rig.post(PATH, body)
    assert (status, answer["error"]["code"], answer["error"]["field"]) == (422, "invalid", field)
    assert await rows(rig) == []


IMPOSSIBLE = {"a channel that is not connected": "telegram", "a messaging service, which has no number": "sms"}


@pytest.mark.parametrize("channel", IMPOSSIBLE.values(), ids=IMPOSSIBLE)
async def test_where_nobody_can_write_to_nobody_is_invited(rig: Rig, channel: str) -> None:
    status, answer = await rig.post(PATH, wanted(channel), OTHER)
    assert (status, answer["error"]["code"], answer["error"]["field"]) == (409, "conflict", "channel")
    assert await rows(rig, "lion") == []


async def test_inviting_takes_the_scope_events(rig: Rig) -> None:
    assert (await rig.post(PATH, wanted(), READ))[0] == 403
    assert (await rig.post(PATH, wanted(), {}))[0] == 401
