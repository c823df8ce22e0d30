"""What the page does of sourced orders: things to reserve, whom it shows, where links are paid, what comes next."""

from __future__ import annotations

from typing import Any

import pytest
from aiohttp.test_utils import TestClient, TestServer

from tests.bot.simulator.shop import EVERYBODY, application, sandbox
from tests.bot.simulator.test_page import Client, left, newcomer, page, post, thread
from tests.cases import each

__all__ = ["page"]

MEHTA, ARCH, ROSALES, OWNER = "whatsapp:+13145550103", "telegram:9101", "telegram:9102", "telegram:9001"
SHORTS = {"sku": "TIGER-SHORTS", "size": "M", "quantity": 2}


async def reserve(page: Client, channel: str = "sms", **more: Any) -> str:
    """Somebody new reserves shorts; their address."""
    told = await post(page, "reserve", new=channel, items=[SHORTS], **more)
    await post(page, "settle")
    return str(told["address"])


async def answer(page: Client, shop: str, words: str) -> None:
    await post(page, "say", **{"from": shop, "text": words})
    await post(page, "settle")


async def link_of(page: Client, address: str) -> str:
    """The payment link that somebody got last."""
    texts = [item["text"] or "" for item in (await thread(page, address))["items"]]
    return str(next(text.partition("/sim/pay/")[2].split()[0] for text in reversed(texts) if "/sim/pay/" in text))


async def state(page: Client) -> dict[str, Any]:
    return dict(await (await page.get("/sim/api/state")).json())


async def test_an_order_goes_from_hand_to_hand(page: Client) -> None:
    address = await reserve(page)
    told = await thread(page, address)
    assert left(told) == ["reserved"]
    token = told["reserved"].pop("page")
    assert told["reserved"] == {
        "number": "1001", "status": "checking", "express": False, "total": "68.00", "currency": "USD", "promised": None,
    }  # fmt: skip
    assert (await page.get(token)).status == 200
    await answer(page, MEHTA, "haan 2 hai")
    kept = (await thread(page, MEHTA))["keeps"]
    assert kept == {"items": [{"order": "1001", "item": "2 Tiger Print Shorts M"}], "earned": "0.00", "currency": "USD"}
    await post(page, "pay", link=await link_of(page, address))
    await post(page, "settle")
    await answer(page, OWNER, "/picked 1001 mehta")
    assert (await thread(page, MEHTA))["keeps"] == {"items": [], "earned": "9.00", "currency": "USD"}
    assert (await thread(page, address))["reserved"]["status"] == "sourcing"


@pytest.mark.parametrize("channel", ["sms", "whatsapp", "telegram"])
async def test_somebody_new_on_every_channel_hears_of_what_they_reserved(page: Client, channel: str) -> None:
    assert "reserved" in left(await thread(page, await reserve(page, channel)))


async def test_express_costs_more(page: Client) -> None:
    reserved = (await thread(page, await reserve(page, express=True)))["reserved"]
    assert (reserved["express"], reserved["total"]) == (True, "80.00")


async def test_without_items_the_first_thing_is_reserved(page: Client) -> None:
    address = await newcomer(page)
    await post(page, "reserve", person=address)
    assert (await thread(page, address))["reserved"]["number"] == "1001"


async def test_a_cart_that_was_left_since_is_what_they_have_in_hand(page: Client) -> None:
    address = await reserve(page)
    await post(page, "clock", advance="1m")
    await post(page, "cart", person=address)
    told = await thread(page, address)
    assert (told["reserved"], told["cart"]["items"]) == (None, ["Tiger Print Shorts"])


async def test_a_restock_is_for_our_own_stock(page: Client) -> None:
    """The member of the staff who began it is nobody's customer."""
    await answer(page, OWNER, "/restock TIGER-SHORTS M 2")
    await answer(page, OWNER, "1")
    coming = (await state(page))["next"]
    assert coming["text"] == "the next shops are asked for our own stock"


async def test_what_can_be_reserved_begins_with_what_shops_are_asked_for(page: Client) -> None:
    goods = await (await page.get("/sim/api/goods")).json()
    assert (goods["currency"], goods["express_fee"]) == ("USD", "12")
    assert [(one["sku"], one["own"]) for one in goods["items"]] == [
        ("TIGER-HOODIE", {}),
        ("TIGER-SHORTS", {}),
        ("TIGER-SOCKS", {}),
        ("TIGER-CAP", {"": 3}),
        ("TIGER-TEE", {"M": 2, "L": 1}),
    ]
    assert {one["sku"]: one["sizes"] for one in goods["items"]}["TIGER-CAP"] == [""]


async def test_people_are_customers_shopkeepers_and_staff(page: Client) -> None:
    await reserve(page)
    known = await state(page)
    assert known["business"]["sources"] is True
    people = {one["addresses"][0]["address"]: one for one in known["people"]}
    assert people[MEHTA]["shop"] == {"location": "Delmar Loop, St. Louis", "language": "hi-Latn"}
    assert (people[MEHTA]["name"], people[MEHTA]["role"]) == ("Mehta Souvenirs", None)
    assert (people[OWNER]["role"], people[OWNER]["shop"]) == ("owner", None)


async def test_a_shop_s_question_can_be_answered_by_replying_to_it(page: Client) -> None:
    await reserve(page)
    (asked,) = [item for item in (await thread(page, ARCH))["items"] if item["asks_stock"]]
    assert asked["template"] == "stock_request"
    await post(page, "say", **{"from": ARCH, "text": "yes", "reply_to": asked["id"]})
    said = [item for item in (await thread(page, ARCH))["items"] if item["direction"] == "in"]
    assert said[-1]["quotes"] == asked["text"]


async def test_what_comes_next_names_whom_it_is_about(page: Client) -> None:
    await reserve(page)
    texts = []
    for _ in range(3):
        texts.append((await state(page))["next"]["text"])
        await post(page, "next")
    assert texts[0] in {  # both at eleven
        "the next shops are asked for Ada Abbott",
        "Arch Corner Gifts is reminded to answer",
    }
    assert all("somebody" not in text and "a conversation" not in text for text in texts)


async def test_a_shop_that_is_closed_is_asked_when_it_opens(database: str) -> None:
    toml = EVERYBODY.replace('hours = "09:00-20:00"', 'hours = "11:00-20:00"')
    async with sandbox(database, toml=toml) as service, TestClient(TestServer(application(service))) as page:
        await reserve(page)
        assert left(await thread(page, ARCH)) == []
        assert (await state(page))["next"]["text"] in {
            "Arch Corner Gifts is asked for stock",
            "the next shops are asked for Ada Abbott",
        }
        await post(page, "clock", advance="1h")
        assert left(await thread(page, ARCH)) == ["stock_request"]


@each(
    "items",
    [
        pytest.param([], id="nothing"),
        pytest.param("TIGER-SHORTS", id="no table"),
        pytest.param([SHORTS] * 21, id="too many lines"),
        pytest.param([{"sku": "LION"}], id="not sold"),
        pytest.param([{"sku": "\x00"}], id="what no database stores"),
        pytest.param([SHORTS | {"size": "XXL"}], id="no such size"),
        pytest.param([{"sku": "TIGER-CAP", "size": "M"}], id="a size of what has none"),
        pytest.param([SHORTS | {"quantity": 0}], id="none of it"),
        pytest.param([SHORTS | {"quantity": 1000}], id="more than there is"),
        pytest.param([SHORTS | {"quantity": True}], id="a yes for a number"),
        pytest.param([SHORTS | {"quantity": "2"}], id="a text for a number"),
    ],
)
async def test_what_cannot_be_reserved_is_told(page: Client, items: object) -> None:
    answer = await page.post("/sim/api/reserve", json={"business": "tiger", "new": "sms", "items": items})
    assert (answer.status, (await answer.json())["error"]["field"]) == (422, "items")
    assert all(one["role"] or one["shop"] for one in (await state(page))["people"]), "and nobody came for it"


async def test_where_nothing_is_sold_nothing_is_reserved(database: str) -> None:
    toml = EVERYBODY.partition("[payments.simulator]")[0]
    async with sandbox(database, toml=toml) as service, TestClient(TestServer(application(service))) as page:
        answer = await page.post("/sim/api/reserve", json={"new": "sms"})
        assert (answer.status, (await answer.json())["error"]["field"]) == (422, "items")
        assert (await state(page))["business"]["sources"] is False


async def found(page: Client) -> tuple[str, str]:
    """Somebody whose shorts were found, and the link by which they pay."""
    address = await reserve(page)
    await answer(page, MEHTA, "haan 2 hai")
    return address, await link_of(page, address)


async def test_a_link_says_what_it_is_for_and_is_paid_once(page: Client) -> None:
    address, link = await found(page)
    bill = await (await page.get("/sim/api/pay", params={"link": link})).json()
    assert bill == {
        "brand": "Tiger Tees", "order": "1001", "items": ["2 Tiger Print Shorts M"], "state": "open",
        "amount": "68.00", "currency": "USD",
    }  # fmt: skip
    assert (await post(page, "pay", link=link))["state"] == "paid"
    await post(page, "settle")
    again = await page.post("/sim/api/pay", json={"link": link})
    assert (again.status, (await again.json())["error"]["field"]) == (422, "link")
    assert left(await thread(page, address)).count("order_update") == 1


async def test_the_page_of_a_link_pays_by_its_form(page: Client) -> None:
    _, link = await found(page)
    shown = await page.get(f"/sim/pay/{link}")
    assert "form-action 'self'" in shown.headers["Content-Security-Policy"]
    assert shown.headers["Referrer-Policy"] == "same-origin"
    assert "Pay $68" in await shown.text()
    after = await page.post(f"/sim/pay/{link}")
    assert (after.status, after.method) == (200, "GET"), "it was sent on to the page"
    text = await after.text()
    assert "Paid. Thank you!" in text
    assert "<form" not in text


async def test_a_link_of_an_order_that_was_called_off_is_over(page: Client) -> None:
    address, link = await found(page)
    await answer(page, address, "cancel my order")
    await answer(page, address, "yes")
    assert (await thread(page, address))["reserved"]["status"] == "cancelled"
    assert (await (await page.get("/sim/api/pay", params={"link": link})).json())["state"] == "over"
    assert (await page.post("/sim/api/pay", json={"link": link})).status == 422
    assert "Nothing was paid" not in await (await page.get(f"/sim/pay/{link}")).text()


async def test_what_stands_on_the_page_of_a_link_is_text(database: str) -> None:
    toml = EVERYBODY.replace('name = "Tiger Tees"', "name = '<b>Tiger</b> $said'")
    async with sandbox(database, toml=toml) as service, TestClient(TestServer(application(service))) as page:
        _, link = await found(page)
        text = await (await page.get(f"/sim/pay/{link}")).text()
    assert "&lt;b&gt;Tiger&lt;/b&gt; $said" in text
    assert "<b>" not in text


@pytest.mark.parametrize("link", ["x", "0190a0b0c0d0e0f00102030405060708.1.USD", "aaaaaaaaaaaa.1.USD", "%00"])
async def test_a_link_that_nobody_made_is_not_found(page: Client, link: str) -> None:
    assert (await page.get(f"/sim/pay/{link}")).status == 404
    assert (await page.post("/sim/api/pay", json={"link": link})).status == 404


async def test_a_page_elsewhere_pays_nothing(page: Client) -> None:
    _, link = await found(page)
    for headers in ({"Origin": "https://evil.example"}, {"Origin": "null"}):
        assert (await page.post(f"/sim/pay/{link}", headers=headers)).status == 403
    assert (await (await page.get("/sim/api/pay", params={"link": link})).json())["state"] == "open"


async def test_what_a_shop_handed_over_is_not_in_the_way_of_its_next_answer(page: Client) -> None:
    """As on the page after its month: a shop with a history is asked for the same thing again."""
    _, link = await found(page)
    await post(page, "pay", link=link)
    await post(page, "settle")
    for words in ("/picked 1001 mehta", "/packed 1001", "/shipped 1001 94001001"):
        await answer(page, OWNER, words)
    await post(page, "clock", advance="24h")
    await reserve(page)
    await answer(page, MEHTA, "haan 2 hai")
    assert (await thread(page, MEHTA))["keeps"]["items"] == [{"order": "1002", "item": "2 Tiger Print Shorts M"}]
