"""The page's side over HTTP: what it is told, what its buttons do, and who may ask."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from aiohttp import ClientResponse
from aiohttp.test_utils import TestClient, TestServer

from bot.simulator.simulator_page import ASSETS
from flows.channels import CHANNELS, Medium
from handlers.campaigns.drafts import draft_page_link
from handlers.engine import sealed_links
from handlers.jobs import job_files
from handlers.sourcing.pages import cart_link
from handlers.sourcing.pages.order_links import ADDRESS_PATH, PHOTOS_PATH
from tests.bot.simulator.shop import EVERYBODY, application, sandbox
from tests.cases import each

ROOT = Path(__file__).parents[3]
Client = TestClient[Any, Any]
PHONES_AND_CHATS = [one.name for one in CHANNELS.values() if one.medium is not Medium.MAIL]  # of the sample shop


@pytest.fixture
async def page(database: str) -> AsyncIterator[Client]:
    """A client of a sandbox of the sample shop, on both databases."""
    async with sandbox(database) as service, TestClient(TestServer(application(service))) as client:
        yield client


async def post(page: Client, path: str, **asked: Any) -> dict[str, Any]:
    answer = await page.post(f"/sim/api/{path}", json={"business": "tiger", **asked})
    assert answer.status in {200, 202}, await answer.text()
    return dict(await answer.json())


async def thread(page: Client, address: str) -> dict[str, Any]:
    await post(page, "settle")
    async with page.get("/sim/api/stream", params={"business": "tiger", "address": address}) as stream:
        return await event(stream, "thread")


async def event(stream: ClientResponse, wanted: str) -> dict[str, Any]:
    """The next event of that name."""
    name = ""
    async with asyncio.timeout(60):
        async for line in stream.content:
            text = line.decode().strip()
            if text.startswith("event: "):
                name = text.removeprefix("event: ")
            elif text.startswith("data: ") and name == wanted:
                return dict(json.loads(text.removeprefix("data: ")))
    raise AssertionError(f"the stream ended without {wanted}")


async def newcomer(page: Client, channel: str = "sms") -> str:
    """Somebody new who left a cart and agreed to reminders; their address."""
    address = str((await post(page, "cart", new=channel))["address"])
    await post(page, "settle")
    if channel == "sms":
        await post(page, "say", **{"from": address, "text": "YES"})
        await post(page, "settle")
    return address


def left(told: dict[str, Any]) -> list[str]:
    return [item["template"] for item in told["items"] if item["direction"] == "out" and item["sent_at"]]


async def test_page_and_assets_come_with_a_strict_policy(page: Client) -> None:
    for path in ("/sim", *(f"/sim/assets/{name}" for name in ASSETS)):
        answer = await page.get(path)
        assert answer.status == 200
        assert "default-src 'none'; script-src 'self'" in answer.headers["Content-Security-Policy"]
        assert "'unsafe" not in answer.headers["Content-Security-Policy"]
        assert answer.headers["X-Content-Type-Options"] == "nosniff"


async def test_the_address_alone_leads_to_the_page(page: Client) -> None:
    answer = await page.get("/")
    assert (answer.status, answer.url.path) == (200, "/sim")


async def test_page_needs_nothing_from_elsewhere(page: Client) -> None:
    for path in ("/sim", *(f"/sim/assets/{name}" for name in ASSETS)):
        text = await (await page.get(path)).text()
        assert not {word for word in ("//cdn", "@import", "innerHTML", "<style", 'onclick="') if word in text}


@pytest.mark.parametrize("name", ["sim.html", "..%2Fsim.html", "nothing.js"])
async def test_only_the_named_assets_are_served(page: Client, name: str) -> None:
    assert (await page.get(f"/sim/assets/{name}")).status == 404


@each(
    ("headers", "status"),
    [
        pytest.param({}, 200, id="ours"),
        pytest.param({"Origin": "http://localhost:8080"}, 200, id="this machine"),
        pytest.param({"Origin": "https://evil.example"}, 403, id="a page elsewhere"),
        pytest.param({"Origin": "http://[::1"}, 403, id="no address at all"),
        pytest.param({"Host": "rebound.example"}, 403, id="a name that was rebound"),
        pytest.param({"Host": "[::1"}, 403, id="no name at all"),
        pytest.param({"X-Forwarded-For": "203.0.113.7"}, 403, id="passed on for somebody"),
        pytest.param({"Via": "1.1 proxy"}, 403, id="passed on"),
    ],
)
@each("path", ["/sim", "/sim/assets/sim.js", "/sim/api/state", "/sim/api/stream"])
async def test_only_this_machine_is_answered(page: Client, path: str, headers: dict[str, str], status: int) -> None:
    async with page.get(path, headers=headers) as answer:
        assert answer.status == status


@each("path", ["cart", "buy", "reserve", "click", "pay", "next"])
async def test_a_page_elsewhere_pushes_no_button(page: Client, path: str) -> None:
    answer = await page.post(f"/sim/api/{path}", json={}, headers={"Origin": "https://evil.example"})
    assert answer.status == 403


async def test_every_route_of_a_sandbox_is_for_this_machine_alone(page: Client) -> None:
    assert page.app is not None
    routes = [(route.method, route.resource.canonical) for route in page.app.router.routes() if route.resource]
    mine = sorted({one for one in routes if one[1].startswith("/sim")})
    assert len(mine) > 15
    for method, path in mine:
        told = re.sub(r"{\w+}", "x", path)
        answer = await page.request(method, told, headers={"Origin": "https://evil.example"})
        assert answer.status == 403, (method, path)


async def test_state_tells_who_there_is_and_what_is_for_sale(page: Client) -> None:
    address = await newcomer(page)
    state = await (await page.get("/sim/api/state")).json()
    assert state["business"]["id"] == "tiger"
    assert state["now"] == "2026-03-03T16:00:00Z"
    assert state["next"]["at"] == "2026-03-03T16:30:00Z"
    assert "reminder" in state["next"]["text"]
    assert state["wares"][0]["sku"] == "TIGER-SHORTS"
    everybody = {one["addresses"][0]["address"]: one for one in state["people"]}
    assert everybody["telegram:9001"]["role"] == "owner"
    assert everybody[address]["addresses"][0]["consent"] == "confirmed"
    assert everybody[address]["addresses"][0]["place"] == "Missouri"


async def ready(page: Client) -> str:
    """The address of the customer with whom the page begins; "" for none."""
    return str((await (await page.get("/sim/api/state")).json())["ready"] or "")


async def test_the_page_begins_with_a_customer_whose_reminder_would_leave(page: Client) -> None:
    assert await ready(page) == ""
    address = await newcomer(page)
    assert await ready(page) == ""  # one cart is left already
    await post(page, "buy", person=address)
    await post(page, "clock", advance="1m")
    assert await ready(page) == address
    await post(page, "say", **{"from": address, "text": "STOP"})
    await post(page, "settle")
    assert await ready(page) == ""


async def test_nobody_of_the_control_group_begins(database: str) -> None:
    toml = EVERYBODY.replace("holdout = 0.0", "holdout = 0.9")
    async with sandbox(database, toml=toml) as service, TestClient(TestServer(application(service))) as client:
        bought = [await newcomer(client, "telegram") for _ in range(12)]
        await post(client, "clock", advance="31m")
        for one in bought:
            await post(client, "buy", person=one)
        await post(client, "clock", advance="25h")
        first = await ready(client)
        state = await (await client.get("/sim/api/state")).json()
    alone = {one["addresses"][0]["address"] for one in state["people"] if one["left_alone"]}
    assert alone
    assert first not in alone


async def test_state_tells_who_waits_for_an_answer(page: Client) -> None:
    address = await newcomer(page)
    await post(page, "say", **{"from": address, "text": "Is the hoodie warm enough for the lake?"})
    await post(page, "settle")
    state = await (await page.get("/sim/api/state")).json()
    assert {one["addresses"][0]["address"] for one in state["people"] if one["asked"]} == {address}


async def test_an_unknown_business_is_not_found(page: Client) -> None:
    assert (await page.get("/sim/api/state?business=lion")).status == 404


async def test_a_cart_is_recovered_by_a_click(page: Client) -> None:
    address = await newcomer(page)
    assert left(await thread(page, address)) == ["opt_in_ask", "opt_in_done"]
    told = await post(page, "next")
    assert (told["now"], told["sent"]) == ("2026-03-03T16:30:00Z", 1)
    after = await thread(page, address)
    assert left(after)[-1] == "cart_reminder"
    assert after["items"][-1]["checked"] == [
        "consent of 3 Mar (reply to the opt-in ask)",
        "hours 08:00–21:00 (US)",
        "opt-in confirmed in a second step",
        "the only SMS about this cart",
        "within 48 hours of the cart",
        "at least 24 hours after other marketing",
        "1 of 3 marketing messages in 7 days",
        "not in the control group",
    ]
    assert after["items"][0]["checked"] == ["asks for consent: none is needed before", "hours 08:00–21:00 (US)"]
    assert after["cart"]["items"] == ["Tiger Print Shorts"]
    code = after["items"][-1]["text"].partition("/l/")[2].split()[0]
    assert (await post(page, "click", code=code))["url"].startswith("https://tigertees.example/cart/")
    await post(page, "settle")
    await post(page, "buy", person=address)
    bought = await thread(page, address)
    assert bought["cart"] is None
    assert bought["order"]["counted"] == "checkout"
    await post(page, "clock", advance="1m")
    await post(page, "say", **{"from": "telegram:9001", "text": "/stats"})
    answer = (await thread(page, "telegram:9001"))["items"][-1]["text"]
    assert "1 of 1 cart recovered" in answer


@pytest.mark.parametrize("channel", ["whatsapp", "telegram"])
async def test_somebody_new_in_a_chat_is_reminded_without_a_second_step(page: Client, channel: str) -> None:
    address = await newcomer(page, channel)
    await post(page, "clock", advance="30m")
    told = await thread(page, address)
    reminder = next(item for item in told["items"] if item["template"] == "cart_reminder")
    assert reminder["verdicts"]
    assert {"open", "later", "no_carts"} == {button["id"] for button in reminder["buttons"]} or not reminder["sent_at"]


async def test_a_code_that_was_sent_is_used(page: Client) -> None:
    address = await newcomer(page, "telegram")
    await post(page, "clock", advance="49h")
    told = await thread(page, address)
    last = next(item for item in told["items"] if item["template"] == "cart_reminder_last")
    bought = await post(page, "buy", person=address)
    assert bought["code"] in last["text"]
    order = (await thread(page, address))["order"]
    assert (order["counted"], order["total"]) == ("code", "30.60")


async def test_a_stop_ends_it(page: Client) -> None:
    address = await newcomer(page)
    await post(page, "say", **{"from": address, "text": "STOP"})
    await post(page, "clock", advance="72h")
    told = await thread(page, address)
    assert left(told) == ["opt_in_ask", "opt_in_done", "stopped"]
    assert told["consent"] == "revoked"


async def test_the_stream_tells_of_changes_as_they_come(page: Client) -> None:
    address = await newcomer(page)
    async with page.get("/sim/api/stream", params={"business": "tiger", "address": address}) as stream:
        before = await event(stream, "thread")
        pushed = asyncio.create_task(post(page, "clock", advance="30m"))
        after = await event(stream, "thread")
        while len(left(after)) == len(left(before)):
            after = await event(stream, "thread")
        assert left(after)[-1] == "cart_reminder"
        await pushed


async def test_a_stream_ends_with_the_service(page: Client) -> None:
    async with page.get("/sim/api/stream", params={"business": "tiger"}) as stream:
        await event(stream, "state")
        await page.server.close()
        async with asyncio.timeout(5):
            await stream.content.read()


@each(
    ("path", "asked", "field"),
    [
        pytest.param("cart", {"person": "sms:+13145550199"}, "person", id="nobody"),
        pytest.param("cart", {}, "person", id="no person"),
        pytest.param("cart", {"person": "sms:\x00"}, "person", id="what no database stores"),
        pytest.param("cart", {"new": "pigeon"}, "new", id="no such channel"),
        pytest.param("cart", {"new": "sms", "items": ["LION"]}, "items", id="not for sale"),
        pytest.param("cart", {"new": "sms", "items": []}, "items", id="an empty cart"),
        pytest.param("cart", {"new": ["sms"]}, "new", id="a list for a channel"),
        pytest.param("buy", {"person": "telegram:9001"}, "person", id="no cart"),
        pytest.param("next", {}, "to", id="nothing planned"),
    ],
)
async def test_what_cannot_be_done_is_told(page: Client, path: str, asked: dict[str, Any], field: str) -> None:
    answer = await page.post(f"/sim/api/{path}", json={"business": "tiger", **asked})
    assert answer.status == 422
    assert f'"field": "{field}"' in (await answer.text()).replace('\\"', '"')


@each("code", ["nothing", "\x00", "", None, ["list"]])
async def test_a_link_of_nobody_is_not_found(page: Client, code: object) -> None:
    assert (await page.post("/sim/api/click", json={"code": code})).status == 404


async def test_the_thread_of_nobody_is_empty(page: Client) -> None:
    told = await thread(page, "sms:\x00")
    assert (told["items"], told["known"]) == ([], False)


async def test_everybody_new_is_somebody_else(page: Client) -> None:
    addresses = {(await post(page, "cart", new=channel))["address"] for channel in PHONES_AND_CHATS for _ in range(3)}
    assert len(addresses) == 9
    await post(page, "settle")
    async with page.get("/sim/api/state", params={"business": "tiger"}) as answer:
        names = [
            person["name"] for person in (await answer.json())["people"] if not person["role"] and not person["shop"]
        ]
    assert len(set(names)) == len(names) == 9


async def test_a_shop_in_a_sandbox_can_have_mail(database: str) -> None:
    mail = 'mailing_address = "12 Main St, Newark, NJ 07102"\n[channels.email]\nprovider = "simulator"\n\n'
    head, section, rest = EVERYBODY.partition("[channels.sms]")
    toml = head + mail + section + rest
    async with sandbox(database, toml=toml) as service, TestClient(TestServer(application(service))) as client:
        told = await post(client, "cart", new="email", agrees=True)
        await post(client, "clock", advance="1h")
        sent = [one for one in (await thread(client, told["address"]))["items"] if one["direction"] == "out"]
    assert [one["status"] for one in sent] == ["sent"], sent
    assert "in your cart" in sent[0]["text"]


async def test_orders_have_short_numbers_one_after_the_other(page: Client) -> None:
    people = [await newcomer(page) for _ in range(2)]
    bought = []
    for one in people:
        bought.append((await post(page, "buy", person=one))["order"])
        await post(page, "clock", advance="2h")
        await post(page, "cart", person=one)
        await post(page, "settle")
    at_once = await asyncio.gather(*(post(page, "buy", person=one) for one in people))
    assert bought == ["1001", "1002"]
    assert {told["order"] for told in at_once} == {"1003", "1004"}


async def test_order_numbers_go_on_after_those_that_are_known(database: str) -> None:
    async with sandbox(database) as service:
        await service.turns.act("tiger", lambda turn: turn.unit.orders.ensure("api", "1001", turn.now))
        async with TestClient(TestServer(application(service))) as page:
            address = await newcomer(page)
            assert (await post(page, "buy", person=address))["order"] == "1002"


@pytest.mark.parametrize(
    ("path", "asked", "field"),
    [
        pytest.param("clock", {"to": "9999-12-31T23:59:59Z"}, "to", id="the end of time"),
        pytest.param("clock", {"to": "9999-12-31T23:59:59-10:00"}, "to", id="beyond the end of time"),
        pytest.param("clock", {"to": "0001-01-01T00:00:00+14:00"}, "to", id="before the beginning"),
        pytest.param("clock", {"advance": "x"}, "to", id="no stretch of time"),
        pytest.param("say", {"from": "sms:+13145550142", "text": "a\ud800b"}, "text", id="half a character"),
        pytest.param(
            "say",
            {"from": "sms:+13145550142", "text": "yes", "reply_to": "\ud800"},
            "reply_to",
            id="half a message's id",
        ),
        pytest.param("say", {"from": "sms:nobody", "text": "hi"}, "from", id="no phone"),
    ],
)
async def test_what_cannot_be_done_names_its_field(page: Client, path: str, asked: dict[str, str], field: str) -> None:
    answer = await page.post(f"/sim/api/{path}", data=json.dumps({"business": "tiger", **asked}))
    assert (answer.status, (await answer.json())["error"]["field"]) == (422, field)


CLOSED = {
    "a person who writes": ("say", {"from": "sms:+13145550142", "text": "hi"}, "from"),
    "somebody new": ("cart", {"new": "sms"}, "new"),
}


@pytest.mark.parametrize(("path", "asked", "field"), CLOSED.values(), ids=CLOSED)
@pytest.mark.parametrize(
    ("channel", "told"),
    [
        pytest.param(
            '[channels.sms]\nprovider = "twilio"\naccount_sid = "AC00000000000000000000000000000001"\n'
            'auth_token = "t"\nfrom = "+13145550100"\n',
            "SMS goes to its provider outside, and nothing leaves a sandbox: "
            'provider = "simulator" in [channels.sms] makes it playable',
            id="outside",
        ),
        pytest.param("", 'tiger has no SMS: [channels.sms] with provider = "simulator" adds it', id="none"),
    ],
)
async def test_a_channel_that_cannot_be_played_says_what_makes_it_so(
    database: str, channel: str, told: str, path: str, asked: dict[str, Any], field: str
) -> None:
    toml = EVERYBODY.partition("[channels.sms]")[0] + channel
    async with sandbox(database, toml=toml) as service, TestClient(TestServer(application(service))) as client:
        answer = await client.post(f"/sim/api/{path}", json={"business": "tiger", **asked})
        error = (await answer.json())["error"]
    assert (answer.status, error["message"], error["field"]) == (422, told, field)


async def pressed(page: Client, path: str, name: str, **asked: Any) -> ClientResponse:
    return await page.post(f"/sim/api/{path}", json={"business": "tiger", **asked}, headers={"Idempotency-Key": name})


async def test_two_requests_of_one_press_are_one_order(page: Client) -> None:
    asked = {"new": "sms", "items": [{"sku": "TIGER-SHORTS", "size": "M", "quantity": 1}]}
    answers = await asyncio.gather(*(pressed(page, "reserve", "one-press", **asked) for _ in range(2)))
    first, second = [await answer.json() for answer in answers]
    assert [answer.status for answer in answers] == [202, 202]
    assert first == second
    assert first["order"] == "1001"
    another = await (await pressed(page, "reserve", "another-press", **asked)).json()
    assert (another["order"], another["address"] != first["address"]) == ("1002", True)


@pytest.mark.parametrize(("path", "asked"), [("cart", {"new": "sms"}), ("clock", {"advance": "30m"})])
async def test_every_deed_of_one_press_is_done_once(page: Client, path: str, asked: dict[str, Any]) -> None:
    first, second = [await (await pressed(page, path, "press", **asked)).json() for _ in range(2)]
    assert first == second


async def test_what_was_refused_may_be_asked_again(page: Client) -> None:
    address = await newcomer(page)
    assert (await pressed(page, "buy", "press", person="sms:+13145559999")).status == 422
    other = await pressed(page, "buy", "press", person=address)
    assert (other.status, (await other.json())["error"]["field"]) == (422, "Idempotency-Key")
    await pressed(page, "buy", "late", person=address)
    await post(page, "settle")
    refused = await pressed(page, "buy", "again", person=address)
    assert refused.status == 422
    await post(page, "cart", person=address)
    await post(page, "settle")
    assert (await pressed(page, "buy", "again", person=address)).status == 202


async def test_a_thread_comes_with_the_card_of_its_customer(page: Client) -> None:
    address = await newcomer(page)
    card = (await thread(page, address))["card"]
    assert card["facts"] == ["No order yet."]
    assert card["agreed"] == "Consent: SMS reminders and offers."
    assert len(card["words"]) == 3
    state = await (await page.get("/sim/api/state")).json()
    others = [one for one in state["people"] if one["role"] or one["shop"]]
    assert others
    for one in others:
        assert (await thread(page, one["addresses"][0]["address"]))["card"] is None


@pytest.mark.parametrize(
    "path", [ADDRESS_PATH, PHOTOS_PATH, cart_link.PATH, draft_page_link.PATH, job_files.PATH, sealed_links.PATH]
)
def test_the_phones_open_our_pages_here(path: str) -> None:
    """The links are in the shop's own name, which nobody serves in a sandbox."""
    script = (ROOT / "templates/pages/sim.js").read_text(encoding="utf-8")
    form = re.search(r"PAGE_OR_FILE = /(.+)/;", script)
    assert form is not None
    assert re.search(form[1], f"https://shop.example{path}tiger.{'x' * 48}")
