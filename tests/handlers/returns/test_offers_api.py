"""Offers and partners by API: who may make, approve, see and end what."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest

from handlers.returns.click_counting import count_click
from handlers.returns.monthly_billing import run_billing
from storage.promotions.invoices import Invoices
from tests.handlers.returns.offered import OFFER, OfferApi, list_keys
from tests.handlers.returns.returned import fire
from tests.storage.promotions.promoted import CLICK

OFFERS, PARTNERS = "/api/v1/offers", "/api/v1/partners"
LEAF = {"name": "Leaf", "brands": ["Leaf", "Leaf Kids"], "fees": {"per_click": "0.40"}, "email": "ads@leaf.example"}


async def test_an_offer_waits_until_the_scope_admin_sets_it_live(api: OfferApi) -> None:
    made = await api.make(status="waiting")
    assert (made["status"], made["waiting"], made["shown"]) == ("waiting", True, None)
    assert made["price"] == {"per_click": "0.25", "per_month": None, "currency": "USD"}
    where = f"{OFFERS}/{made['id']}"
    assert await api.refuse("write", "PUT", where, made | {"status": "live"}) == (403, "forbidden", "status")
    status, live, _ = await api.ask("admin", "PUT", where, made | {"status": "live"})
    assert (status, live["status"], live["waiting"]) == (200, "live", False)
    assert live["shown"] == {name: made[name] for name in ("title", "text", "image", "url")}
    _, changed, _ = await api.ask("write", "PUT", where, live | {"title": "Spring sale", "budget": "800.00"})
    assert (changed["title"], changed["shown"]["title"], changed["waiting"]) == ("Spring sale", "Winter sale", True)
    assert (changed["status"], changed["budget"]) == ("live", "800.00")
    for wanted in ("paused", "live"):
        _, changed, _ = await api.ask("write", "PUT", where, changed | {"status": wanted})
        assert changed["status"] == wanted
    assert await api.refuse("write", "PUT", where, changed | {"status": "waiting"}) == (409, "conflict", "status")
    assert (await api.ask("write", "DELETE", where))[0] == 204
    assert (await api.ask("read", "GET", where))[1]["status"] == "ended"


async def test_a_live_offer_that_stays_live_waits_with_its_new_text_for_the_staff(api: OfferApi) -> None:
    made = await api.make("admin", status="live")
    where = f"{OFFERS}/{made['id']}"
    _, changed, _ = await api.ask("admin", "PUT", where, made | {"title": "Spring sale"})
    assert (changed["shown"]["title"], changed["waiting"]) == ("Winter sale", True)
    assert (await api.ask("admin", "PUT", where, changed | {"budget": "800.00"}))[1]["waiting"] is True


@pytest.mark.parametrize("wrong", ["0", "-1", "0.000", "1000000000", "1e5", ""])
async def test_a_wrong_limit_of_money_is_named(api: OfferApi, wrong: str) -> None:
    for field in ("budget", "daily_cap"):
        status, said, _ = await api.ask("write", "POST", OFFERS, OFFER | {field: wrong})
        assert (status, said["error"]["field"]) == (422, field)
        assert f"{field} is no amount above 0 and below 1000000000" in said["error"]["message"]


async def test_a_change_of_another_version_is_refused(api: OfferApi) -> None:
    made = await api.make()
    where = f"{OFFERS}/{made['id']}"
    _, read, headers = await api.ask("read", "GET", where)
    assert read == made
    assert (await api.ask("read", "GET", where, headers={"If-None-Match": headers["ETag"]}))[0] == 304
    match = {"If-Match": headers["ETag"]}
    assert (await api.ask("write", "PUT", where, read | {"budget": "9.00"}, match))[0] == 200
    assert (await api.ask("write", "PUT", where, read | {"budget": "8.00"}, match))[0] == 412
    assert (await api.ask("write", "DELETE", where, headers=match))[0] == 412


async def test_a_repeat_with_a_key_makes_no_second_offer(api: OfferApi) -> None:
    once = {"Idempotency-Key": "o1"}
    first = await api.ask("write", "POST", OFFERS, OFFER, once)
    again = await api.ask("write", "POST", OFFERS, OFFER, once)
    assert (first[0], again[0], again[1]) == (201, 201, first[1])
    assert again[2]["Idempotent-Replayed"] == "true"


_BAD: dict[str, tuple[dict[str, Any], tuple[int, str, str]]] = {
    "budget 0": ({"budget": "0"}, (422, "invalid", "budget")),
    "budget 0.00": ({"budget": "0.00"}, (422, "invalid", "budget")),
    "less than a click": ({"budget": "0.10"}, (409, "conflict", "budget")),
    "private": ({"url": "https://10.0.0.7/"}, (422, "invalid", "url")),
    "another's": ({"url": "https://leaf.example/"}, (422, "invalid", "url")),
    "no link": ({"url": "boots"}, (422, "invalid", "url")),
    "an image by URL": ({"image": "https://boots.example/a.jpg"}, (422, "invalid", "image")),
    "an unknown image": ({"image": f"{'0' * 32}-{'0' * 32}"}, (409, "conflict", "image")),
    "over": ({"expiry": "2026-03-01T00:00:00Z"}, (409, "conflict", "expiry")),
    "audience": ({"audience": {"fact": "shoe", "op": "=", "value": 1}}, (422, "invalid", "audience")),
    "unknown partner": ({"partner": "Nobody"}, (404, "not_found", "partner")),
    "unclaimed brand": ({"brand": "Sandals"}, (409, "conflict", "brand")),
    "currency": ({"price": {"per_click": "0.30", "currency": "EUR"}}, (409, "conflict", "price")),
}


@pytest.mark.parametrize("name", _BAD)
async def test_a_bad_offer_is_refused_and_nothing_is_stored(api: OfferApi, name: str) -> None:
    await api.add_leaf()
    other, refusal = _BAD[name]
    assert await api.refuse("write", "POST", OFFERS, OFFER | other) == refusal
    assert len((await api.ask("read", "GET", OFFERS))[1]["items"]) == 2


async def test_an_image_url_is_refused_with_advice(api: OfferApi) -> None:
    _, said, _ = await api.ask("write", "POST", OFFERS, OFFER | {"image": "https://boots.example/a.jpg"})
    assert "POST /api/v1/offers/images" in said["error"]["message"]


async def test_the_scope_admin_adds_the_partner_and_brand_of_an_offer(api: OfferApi) -> None:
    new = {"partner": "Leaf", "brand": "Leaf", "url": "https://www.leafwear.example/", "status": "live"}
    assert (await api.refuse("write", "POST", OFFERS, OFFER | new))[0] == 404
    made = await api.make("admin", **new, price={"per_click": "0.30"})
    assert (made["status"], made["partner"], made["price"]["per_click"]) == ("live", "Leaf", "0.30")
    kids = await api.make("admin", **new | {"brand": "Leaf Kids", "url": "https://kids.leafwear.example/"})
    assert kids["brand"] == "Leaf Kids"
    (leaf,) = [one for one in (await api.ask("read", "GET", PARTNERS))[1]["items"] if one["name"] == "Leaf"]
    assert leaf["brands"] == ["Leaf", "Leaf Kids"]
    stolen = OFFER | {"partner": "Leaf", "brand": "Boots & Co", "url": "https://www.leafwear.example/"}
    assert await api.refuse("admin", "POST", OFFERS, stolen) == (409, "conflict", "brands")


async def test_a_month_costs_its_price(api: OfferApi) -> None:
    await api.make("admin", status="live", price={"per_month": "300.00", "currency": "USD"})
    assert await api.parcels.sum_charges() == 300_000_000


async def test_a_picture_is_uploaded_and_shown(api: OfferApi) -> None:
    path = f"{OFFERS}/images"
    status, kept, _ = await api.ask("mine", "POST", path, b"picture of a boot")
    assert status == 201
    assert (await api.make("mine", image=kept["image"]))["image"] == kept["image"]
    assert list(api.kept.values()) == [b"picture of a boot"]
    assert kept["url"].startswith("https://go.parcels.example/oi/parcels.")
    assert await api.refuse("mine", "POST", path, b"MZ a program") == (409, "conflict", "image")
    assert (await api.refuse("write", "POST", path, b"picture"))[0] == 404  # of no partner
    assert (await api.ask("write", "POST", f"{path}?partner=Boots%20%26%20Co", b"picture"))[0] == 201
    assert await api.refuse("mine", "POST", path, b"picture" + b"\0" * (50 * 2**20)) == (413, "too_large", None)
    assert len(api.kept) == 3


async def test_a_partners_key_sees_and_changes_only_its_own(api: OfferApi) -> None:
    theirs = await api.add_leaf()
    mine = await api.make("mine", partner=None, status="waiting")
    where = f"{OFFERS}/{mine['id']}"
    everything = (await api.ask("mine", "GET", OFFERS))[1]["items"]
    assert theirs not in list_keys(everything)
    assert list_keys(everything) == [mine["id"], str(api.parcels.offer.id)]
    leaf = f"{OFFERS}/{theirs}"
    for method, body in (("GET", None), ("PUT", mine), ("DELETE", None)):
        assert (await api.refuse("mine", method, leaf, body))[0] == 404, method
    assert (await api.refuse("mine", "GET", f"{OFFERS}?partner=Leaf"))[0] == 404
    assert (await api.refuse("mine", "POST", OFFERS, OFFER | {"partner": "Leaf"}))[0] == 404
    assert await api.refuse("mine", "POST", OFFERS, OFFER | {"brand": "Leaf"}) == (409, "conflict", "brand")
    assert await api.refuse("mine", "PUT", where, mine | {"status": "live"}) == (403, "forbidden", "status")
    cheap = mine | {"price": {"per_click": "0.10"}}
    assert await api.refuse("mine", "PUT", where, cheap) == (409, "conflict", "price")
    assert (await api.ask("mine", "PUT", where, mine | {"budget": "20.00"}))[1]["budget"] == "20.00"


async def test_a_partners_key_calls_nothing_else(api: OfferApi) -> None:
    others = ("/api/v1/partners", "/api/customers", "/api/v1/messages", "/api/v1/consents", "/api/segments")
    for path in others:
        assert (await api.refuse("mine", "GET", path))[:2] == (403, "forbidden"), path
    for path in (PARTNERS, "/api/v1/events", "/api/v1/invites"):
        assert (await api.refuse("mine", "POST", path, LEAF))[:2] == (403, "forbidden"), path


async def test_a_partner_is_added_with_its_link_and_secret_once(api: OfferApi) -> None:
    once = {"Idempotency-Key": "p1"}
    assert (await api.refuse("write", "POST", PARTNERS, LEAF))[0] == 403
    status, made, _ = await api.ask("admin", "POST", PARTNERS, LEAF, once)
    assert (status, made["fees"]["per_click"], made["currency"], made["status"]) == (201, "0.40", "USD", "active")
    assert made["start_link"]
    assert made["secret"].startswith("whsec_")
    again = (await api.ask("admin", "POST", PARTNERS, LEAF, once))[1]
    assert (again["id"], again["start_link"], again["secret"]) == (made["id"], None, None)
    where = f"{PARTNERS}/{made['id']}"
    shown = (await api.ask("read", "GET", where))[1]
    assert "secret" not in shown
    assert (shown["email"], shown["brands"]) == ("ads@leaf.example", ["Leaf", "Leaf Kids"])
    renewed = (await api.ask("admin", "POST", f"{where}/secret"))[1]["secret"]
    assert renewed != made["secret"]
    assert (await api.ask("admin", "POST", f"{where}/invite"))[1]["start_link"] != made["start_link"]


async def test_two_partners_of_one_brand_are_refused(api: OfferApi) -> None:
    taken = LEAF | {"brands": ["Leaf", "BOOTS & CO"]}
    assert await api.refuse("admin", "POST", PARTNERS, taken) == (409, "conflict", "brands")
    assert len((await api.ask("read", "GET", PARTNERS))[1]["items"]) == 1
    made = (await api.ask("admin", "POST", PARTNERS, LEAF))[1]
    assert await api.refuse("admin", "PUT", f"{PARTNERS}/{made['id']}", made | taken) == (409, "conflict", "brands")
    assert (await api.refuse("admin", "POST", PARTNERS, LEAF | {"brands": ["Other"]}))[::2] == (409, "name")


async def test_a_partner_is_changed_and_its_lost_brands_end_their_offers(api: OfferApi) -> None:
    where = f"{PARTNERS}/{api.parcels.sponsor.id}"
    shown = (await api.ask("read", "GET", where))[1]
    assert await api.refuse("admin", "PUT", where, shown | {"currency": "EUR"}) == (409, "conflict", "currency")
    _, now, _ = await api.ask("admin", "PUT", where, shown | {"brands": ["Sandals"], "status": "paused"})
    assert (now["brands"], now["status"]) == (["Sandals"], "paused")
    assert (await api.parcels.read_offer()).status.value == "ended"
    assert (await api.ask("admin", "PUT", where, now | {"status": "active"}))[1]["status"] == "active"


async def test_a_removed_partner_still_owes_its_money(api: OfferApi) -> None:
    parcels = api.parcels
    prompt = await parcels.prompt()
    await parcels.act(lambda turn: count_click(turn, prompt, prompt.id))
    where = f"{PARTNERS}/{parcels.sponsor.id}"
    assert (await api.ask("admin", "DELETE", where))[0] == 204
    assert (await api.refuse("admin", "GET", where))[0] == 404
    assert (await api.refuse("mine", "GET", OFFERS))[0] == 401
    assert (await parcels.read_offer()).status.value == "ended"
    parcels.later(days=30)
    while not await parcels.act(lambda turn: run_billing(turn, fire(turn))):
        pass
    (bill,) = await parcels.act(lambda turn: turn.unit.of(Invoices).of(parcels.sponsor.id))
    assert bill.micros == CLICK
    back = (await api.ask("admin", "POST", PARTNERS, LEAF | {"name": "Boots & Co", "brands": ["Boots & Co"]}))[1]
    assert back["id"] == str(parcels.sponsor.id)


async def test_a_charge_is_credited_once(api: OfferApi) -> None:
    prompt = await api.parcels.prompt()
    await api.parcels.act(lambda turn: count_click(turn, prompt, prompt.id))
    (line,) = await api.parcels.list_charges(prompt)
    where = f"/api/v1/charges/{line.id}/credit"
    assert (await api.refuse("write", "POST", where))[0] == 403
    status, credit, _ = await api.ask("admin", "POST", where)
    assert (status, credit["amount"], credit["reverses"]) == (201, "-0.25", str(line.id))
    assert await api.parcels.sum_charges() == 0
    for again in (where, f"/api/v1/charges/{credit['id']}/credit"):
        assert (await api.refuse("admin", "POST", again))[0] == 409
    assert (await api.refuse("admin", "POST", f"/api/v1/charges/{uuid4()}/credit"))[0] == 404


async def test_a_partners_name_changes_in_spelling_alone(api: OfferApi) -> None:
    """Consents name the partner: under a name that became free another one would get them."""
    shown = (await api.ask("admin", "POST", PARTNERS, LEAF))[1]
    at = f"{PARTNERS}/{shown['id']}"
    assert (await api.ask("admin", "PUT", at, LEAF | {"name": "LEAF"}))[0] == 200
    refused = await api.refuse("admin", "PUT", at, LEAF | {"name": "Birch"})
    assert refused == (409, "conflict", "name")
