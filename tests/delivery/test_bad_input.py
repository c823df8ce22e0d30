"""What nobody should send: refused where it is not proven, kept where it is, and never a 500 or a stuck retry."""

from __future__ import annotations

import asyncio
import base64
import hashlib
import hmac
import http.client
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

import pytest
from sqlalchemy import func, select
from structlog.testing import capture_logs
from twilio.request_validator import RequestValidator

from handlers.actions.api_keys import create_key
from handlers.engine.turn import Turn
from storage.schema import carts, contacts, events, messages
from tests.cases import each
from tests.delivery import shop
from tests.delivery.house import House, open_house
from tests.delivery.shop import ANN, SECRETS, TIGER
from tests.providers import twilio
from tests.single import events_by_status

FORM = "application/x-www-form-urlencoded"
BIG = b"a" * (1024 * 1024 + 1)
INBOUND, STATUS = f"/channels/twilio/{TIGER}/inbound", f"/channels/twilio/{TIGER}/status"
TELEGRAM, SHOPIFY, EVENTS = f"/channels/telegram/{TIGER}", f"/webhooks/shopify/{TIGER}", "/api/v1/events"
OURS = {"AccountSid": twilio.ACCOUNT}
SAID = OURS | {"MessageSid": "SM1", "From": ANN, "To": twilio.NUMBER, "Body": "hello", "SmsStatus": "received"}
TOPICS = ["carts/update", "checkouts/create", "checkouts/update", "orders/create", "orders/paid", "orders/cancelled",
          "refunds/create", "customers/update", "customers_marketing_consent/update", "customers/redact",
          "customers/data_request", "shop/redact", "app/uninstalled", "no/such_topic"]  # fmt: skip
JUNK: dict[str, bytes] = {
    "nothing": b"",
    "no JSON": b"{",
    "a list": b"[]",
    "null": b"null",
    "a number": b"1e400",
    "text": b'"hello"',
    "empty": b"{}",
    "deep": b"[" * 100_000,
    "NUL": b'{"id": "\\u0000", "message": {"text": "a\\u0000b"}}',
    "no UTF-8": b'{"id": "\xff\xfe"}',
    "half a pair": b'{"id": "\\ud800", "email": "\\ud800"}',
    "wrong types": json.dumps(
        {"id": [], "update_id": "x", "message": {"chat": 7, "from": [], "text": {}}, "customer": "x", "line_items": 7,
         "total_price": {}, "created_at": "yesterday", "refund_line_items": "x", "transactions": [7], "phone": 7}
    ).encode(),
    "huge numbers": json.dumps({"id": 10**400, "order_id": -1, "total_price": "1e999", "currency": "XXX"}).encode(),
}  # fmt: skip


async def post(house: House, path: str, body: bytes, headers: dict[str, str | bytes], method: str = "POST") -> int:
    """A request with headers as they are, byte by byte: decent clients would not send some of these."""

    def send() -> int:
        place = urlsplit(house.url)
        connection = http.client.HTTPConnection(place.hostname or "", place.port, timeout=20)
        try:
            connection.putrequest(method, path, skip_accept_encoding=True)
            for name, value in {"Content-Length": str(len(body)), **headers}.items():
                connection.putheader(name, value)
            connection.endheaders(body)
            return connection.getresponse().status
        finally:
            connection.close()

    return await asyncio.to_thread(send)


def twilio_proof(house: House, path: str, body: bytes) -> dict[str, str | bytes]:
    form = dict(parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True))
    signature = RequestValidator(twilio.TOKEN).compute_signature(f"{house.url}{path}", form)
    return {"X-Twilio-Signature": signature, "Content-Type": FORM}


def telegram_proof(_house: House, _path: str, _body: bytes) -> dict[str, str | bytes]:
    return {"X-Telegram-Bot-Api-Secret-Token": SECRETS["BOT_SECRET"], "Content-Type": "application/json"}


def shopify_proof(_house: House, _path: str, body: bytes, topic: str = "orders/create") -> dict[str, str | bytes]:
    digest = hmac.new(SECRETS["SHOP_SECRET"].encode(), body, hashlib.sha256).digest()
    given = {"X-Shopify-Hmac-Sha256": base64.b64encode(digest).decode(), "X-Shopify-Topic": topic}
    return {**given, "X-Shopify-Shop-Domain": "parley-dev.myshopify.com", "Content-Type": "application/json"}


async def counts(house: House) -> list[int]:
    """How many rows there are of what an unproven request might leave."""

    async def count(turn: Turn) -> list[int]:
        tables = (events, messages, contacts, carts)
        return [int(await turn.unit.value(select(func.count()).select_from(table))) for table in tables]

    return await house.act(count)


async def states(house: House) -> dict[str, int]:
    """How many events stand where, once all is still; none may be stuck."""
    await house.settle()
    found = await house.act(lambda turn: events_by_status(turn.unit))
    assert not {"new", "parked"} & found.keys()
    return found


@pytest.fixture
async def house(database: str) -> AsyncIterator[House]:
    """The shop with its store, and all that it offers on the web."""
    async with open_house(database, text=shop.file(store=True), whole=True) as opened:
        yield opened


Proof = Callable[[House, str, bytes], dict[str, str | bytes]]
DOORS = [
    pytest.param(INBOUND, "X-Twilio-Signature", twilio_proof, id="twilio"),
    pytest.param(STATUS, "X-Twilio-Signature", twilio_proof, id="twilio status"),
    pytest.param(TELEGRAM, "X-Telegram-Bot-Api-Secret-Token", telegram_proof, id="telegram"),
    pytest.param(SHOPIFY, "X-Shopify-Hmac-Sha256", shopify_proof, id="shopify"),
]


@pytest.mark.parametrize(("path", "header", "proof"), DOORS)
async def test_without_proof_nothing_is_stored(house: House, path: str, header: str, proof: Proof) -> None:
    body = urlencode(SAID).encode() if "twilio" in path else b'{"update_id": 1}'
    right = proof(house, path, body)
    wrong: list[dict[str, str | bytes]] = [
        {name: value for name, value in right.items() if name != header},
        right | {header: ""},
        right | {header: "wrong"},
        right | {header: "schlüssel".encode()},
        right | {header: b"\xff\xfe\x80"},
        right | {header: str(right[header]).swapcase()},
    ]
    before = await counts(house)
    for headers in wrong:
        assert await post(house, path, body, headers) == 401
    assert await post(house, path, body + b"&x=1", right) == (200 if "telegram" in path else 401)
    if "telegram" not in path:
        assert await counts(house) == before


async def test_those_that_come_together_are_each_answered_for_themselves(house: House) -> None:
    """Proving and reading are done in a row (bot/batcher.py): one that is unproven, or no message, harms no other."""

    def send(number: int) -> Awaitable[int]:
        whose = {"From": "email:x"} if number % 4 == 1 else {}
        body = urlencode(SAID | {"MessageSid": f"SM{number}"} | whose).encode()
        forged: dict[str, str | bytes] = {"X-Twilio-Signature": "wrong"} if number % 4 == 0 else {}
        return post(house, INBOUND, body, twilio_proof(house, INBOUND, body) | forged)

    answers = await asyncio.gather(*(send(number) for number in range(20)))
    assert answers == [401 if number % 4 == 0 else 200 for number in range(20)]
    assert await states(house) == {"unreadable": 5, "done": 10}


@pytest.mark.parametrize("authorization", [None, "", "Bearer", "Bearer wrong", "Basic x", b"Bearer \xff", "Bearer é"])
async def test_without_a_key_nothing_is_stored(house: House, authorization: str | bytes | None) -> None:
    before = await counts(house)
    headers: dict[str, str | bytes] = {"Content-Type": "application/json"}
    if authorization is not None:
        headers["Authorization"] = authorization.encode() if isinstance(authorization, str) else authorization
    assert await post(house, EVENTS, b"{}", headers) == 401
    assert await counts(house) == before


@pytest.mark.parametrize(("path", "header", "proof"), DOORS)
async def test_more_than_a_mebibyte_is_too_much(house: House, path: str, header: str, proof: Proof) -> None:
    before = await counts(house)
    assert await post(house, path, BIG, proof(house, path, BIG)) == 413
    assert await counts(house) == before


@pytest.mark.parametrize(("path", "header", "proof"), DOORS)
async def test_a_packed_body_is_refused_unread(house: House, path: str, header: str, proof: Proof) -> None:
    assert await post(house, path, b"abc", proof(house, path, b"abc") | {"Content-Encoding": "gzip"}) == 415


async def test_who_hangs_up_in_the_middle_is_no_mistake_of_ours(house: House) -> None:
    place = urlsplit(house.url)
    with capture_logs() as logs:
        _, writer = await asyncio.open_connection(place.hostname, place.port)
        writer.write(f"POST {INBOUND} HTTP/1.1\r\nHost: x\r\nContent-Length: 500\r\n\r\nBody=Hel".encode())
        await writer.drain()
        writer.close()
        await writer.wait_closed()
        assert await post(house, INBOUND, b"", {"Content-Type": FORM}) == 401
    assert [one for one in logs if one["log_level"] == "error"] == []


@pytest.mark.parametrize("junk", JUNK.values(), ids=JUNK)
async def test_proven_junk_is_kept_and_in_nobodys_way(house: House, junk: bytes) -> None:
    assert await post(house, TELEGRAM, junk, telegram_proof(house, TELEGRAM, junk)) == 200
    for topic in TOPICS:
        assert await post(house, SHOPIFY, junk, shopify_proof(house, SHOPIFY, junk, topic)) == 200
    form = junk[:50_000] + b"&" + urlencode(OURS).encode()
    for path in (INBOUND, STATUS):
        assert await post(house, path, form, twilio_proof(house, path, form)) == 200
    await states(house)


@pytest.mark.parametrize(
    "change",
    [
        {"Body": "a\0b"},
        {"Body": "\ud83d".encode("utf-8", "surrogatepass").decode("latin-1")},
        {"Body": "x" * 10_000},
        {"From": "javascript:alert(1)"},
        {"From": "whatsapp:"},
        {"From": "messenger:1234"},
        {"From": ""},
        {"NumMedia": "9999999999"},
        {"NumMedia": "two", "MediaUrl0": "javascript:alert(1)"},
        {"MessageStatus": "levitating", "SmsStatus": "levitating"},
        {"MessageStatus": "failed", "SmsStatus": "failed", "ErrorCode": "9" * 400},
    ],
    ids=lambda change: " ".join(f"{name} {value[:12]!r}" for name, value in change.items()),
)
async def test_odd_forms_of_twilio(house: House, change: dict[str, str]) -> None:
    body = urlencode(SAID | change).encode()
    for path in (INBOUND, f"{STATUS}?m=nonsense", f"{STATUS}?m=01950000-0000-7000-8000-000000000001"):
        assert await post(house, path, body, twilio_proof(house, path, body)) == 200
    for _ in range(6):
        await house.pass_(elapsed=shop.MINUTE)
    found = await house.act(lambda turn: events_by_status(turn.unit))
    assert "new" not in found, "a receipt of a message that nobody knows is given up"


@pytest.mark.parametrize("charset", ["nonsense", "utf-8", "utf-16", "", "\u00e9"])
async def test_a_charset_nobody_knows(house: House, charset: str) -> None:
    body = urlencode(SAID).encode()
    kind = f"{FORM}; charset={charset}".encode()
    assert await post(house, INBOUND, body, twilio_proof(house, INBOUND, body) | {"Content-Type": kind}) == 200
    await states(house)


@each(
    ("method", "path", "status"),
    [
        ("GET", INBOUND, 405),
        ("PUT", EVENTS, 405),
        ("DELETE", TELEGRAM, 405),
        ("POST", "/channels/twilio/nobody/inbound", 401),
        ("POST", "/channels/twilio/%00/inbound", 401),
        ("POST", "/channels/twilio/%ff/inbound", 401),
        ("POST", f"/channels/twilio/{'x' * 3000}/inbound", 401),
        ("POST", "/channels/telegram/..", 401),
        ("POST", "/webhooks/shopify/nobody", 401),
        ("POST", "/webhooks/nothing/tiger", 404),
        ("GET", "/l/nothing", 404),
        ("GET", "/sim", 404),
        ("OPTIONS", "*", 404),
        ("OPTIONS", "http://shop.example", 404),
    ],
)
async def test_wrong_doors(house: House, method: str, path: str, status: int) -> None:
    assert await post(house, path, b"", {"Content-Type": FORM}, method) == status


async def test_carts_that_cannot_be_used_reach_nobody(house: House) -> None:
    key = await house.act(lambda turn: create_key(turn.unit, ("events",), turn.now, house.service.vault))
    good: dict[str, Any] = {
        "cart_id": "c", "currency": "USD", "total": "30", "items": [{"sku": "T", "title": "Tee", "quantity": 1}],
        "checkout_url": "https://tigertees.example/c", "customer": {"id": "1", "phone": ANN},
    }  # fmt: skip
    line = {"sku": "T", "title": "Tee", "quantity": 1}
    changes: list[dict[str, Any]] = [
        {"items": [line | {"sku": f"T{number}"} for number in range(10_000)]},
        {"items": [line | {"quantity": -3}]},
        {"items": [line | {"price": "-1e30"}]},
        {"items": "many"},
        {"total": "99999999999999999999999"},
        {"total": -5},
        {"total": 12.5},
        {"currency": "ZZZ"},
        {"currency": 7},
        {"checkout_url": "javascript:alert(1)"},
        {"checkout_url": "https://" + "x" * 100_000},
        {"customer": {"phone": "+999123"}},
        {"customer": {"phone": "12"}},
        {"customer": {"id": "2", "name": "{{ 7*7 }}<script>\0"}},
        {"customer": {"timezone": "../../etc/passwd", "locale": "x" * 99, "phone": ANN}},
        {"customer": []},
        {"cart_id": "\0"},
        {"cart_id": {}},
    ]
    headers: dict[str, str | bytes] = {"Authorization": f"Bearer {key}", "Content-Type": "application/json"}
    for number, change in enumerate(changes):
        envelope = {"id": f"e{number}", "type": "cart.abandoned", "occurred_at": "2026-03-02T15:00:00Z"}
        body = json.dumps(envelope | {"data": good | change}).encode()
        assert await post(house, EVENTS, body, headers) in ({202, 413} if len(body) > len(BIG) else {202}), change
    found = await states(house)
    assert found.get("unreadable", 0) >= 10
    await house.pass_(now=shop.HOUR)
    assert (house.twilio.messages, house.telegram.messages) == ([], [])
