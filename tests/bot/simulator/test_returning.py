"""Returns on the page: the button, the banner in the app, the message after the window, and a month of them."""

from __future__ import annotations

import io
import shutil
from collections import Counter
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from aiohttp.test_utils import TestClient, TestServer
from PIL import Image
from yarl import URL

from bot.app import Service
from bot.simulator.demo_businesses import play_month
from bot.simulator.sample_business import Sample
from bot.simulator.sample_partners import add_consent, add_customer, add_partners
from bot.simulator.simulated_acts import Buyer, load_thread
from flows.promotions.prompt import Prompt, PromptReason
from handlers.engine.turn import Turn
from storage.promotions.conversions import Conversions
from storage.promotions.invoices import Invoices
from storage.promotions.promotions import Promotions
from storage.promotions.sponsors import Sponsors
from tests.bot.simulator.shop import EVERYBODY, TIGER, application, sandbox
from tests.bot.simulator.test_page import Client, left, post, thread
from tests.cases import each
from tests.storage.promotions.promoted import list_prompts

OPEN = EVERYBODY.replace("[returns]", "[returns]\nholdout = 0.0")
"""The sample shop without a control group."""
BUYER = Buyer("whatsapp:+4917604069069", "Ada Abbott", "en")


@pytest.fixture
async def served(database: str) -> AsyncIterator[tuple[Service, Client]]:
    """The sample shop with its partners and a customer who agreed to their offers."""

    async def open_(turn: Turn) -> None:
        await add_partners(turn, TIGER.partners, service.accounts.photographs.home)
        await add_consent(turn, await add_customer(turn, BUYER), [one.name for one in TIGER.partners])

    async with sandbox(database, toml=OPEN) as service, TestClient(TestServer(application(service))) as client:
        await service.turns.act(TIGER.business, open_)
        yield service, client


async def list_clicked(service: Service) -> list[int]:
    """The clicks on each offer that was clicked."""

    async def read(turn: Turn) -> list[int]:
        every = [await turn.unit.of(Promotions).of(one.id) for one in await turn.unit.of(Sponsors).all()]
        return [one.counts.clicked for some in every for one in some if one.counts.clicked]

    return await service.turns.look(TIGER.business, read)


async def test_a_return_shows_the_banner_and_sends_the_offer_after_the_window(
    served: tuple[Service, Client],
) -> None:
    service, page = served
    told = await post(page, "returns", person=BUYER.address, item=0, reason="too_small")
    assert (told["choice"], told["reason"]) == ("offer", "chosen")
    offers = {one.title: one for one in TIGER.partners[0].offers}
    shown = offers[told["banner"]["title"]]
    assert told["banner"]["text"] == shown.text
    picture = await page.get(URL(told["banner"]["image"]).path)
    assert Image.open(io.BytesIO(await picture.read())).size == (960, 320)
    assert left(await thread(page, BUYER.address)) == []
    await post(page, "clock", advance="2h")
    last = (await thread(page, BUYER.address))["items"][-1]
    assert last["template"] == "return_offer"
    assert f"Ad by Northfold: {shown.title}" in last["text"]
    assert last["media"] == []  # WhatsApp's approved text has none
    code = next(key["url"] for key in last["buttons"] if key.get("url")).rpartition("/")[2]
    opened = await post(page, "click", code=code)
    assert opened["url"].startswith(f"{shown.url}?parley_click=")
    await post(page, "settle")
    assert await list_clicked(service) == [1]


async def test_the_link_of_the_banner_counts(served: tuple[Service, Client]) -> None:
    service, page = served
    told = await post(page, "returns", person=BUYER.address)
    opened = await post(page, "click", code=told["banner"]["link"].rpartition("/l/")[2])
    assert "?parley_click=" in opened["url"]
    await post(page, "settle")
    assert await list_clicked(service) == [1]


async def test_a_person_whose_return_gets_an_offer_is_found(served: tuple[Service, Client]) -> None:
    service, page = served
    chat = Buyer("telegram:7001", "Bo Berg", "en")
    for one in (replace(BUYER, address="whatsapp:+4917604069070"), chat):
        await service.turns.act(TIGER.business, partial(_agree, buyer=one))
    ready = await (await page.get("/sim/api/returns/ready")).json()
    assert ready == {"person": chat.address, "item": 0, "partner": TIGER.partners[0].writer}
    told = await post(page, "returns", person=ready["person"], item=ready["item"])
    assert told["choice"] == "offer"
    await post(page, "clock", advance="2h")
    last = (await thread(page, chat.address))["items"][-1]
    assert [one["url"] for one in last["media"]] == [told["banner"]["image"]]
    state = await (await page.get("/sim/api/state")).json()
    agreed = {each["address"] for one in state["people"] for each in one["addresses"] if each["partners"]}
    assert {chat.address, BUYER.address} <= agreed
    for _ in range(2):
        ready = await (await page.get("/sim/api/returns/ready")).json()
        assert ready["person"] != chat.address
        assert (await post(page, "returns", **{"person": ready["person"]}))["choice"] == "offer"
    assert await (await page.get("/sim/api/returns/ready")).json() == {}


async def _agree(turn: Turn, buyer: Buyer) -> None:
    await add_consent(turn, await add_customer(turn, buyer), ["Northfold"])


async def test_somebody_new_gets_the_notice_and_the_question(served: tuple[Service, Client]) -> None:
    _, page = served
    told = await post(page, "returns", new="telegram", reason="damaged")
    assert (told["choice"], told["reason"]) == ("notice", "no_consent")
    assert told["banner"]["title"] == "Your return is complete."
    await post(page, "clock", advance="2h")
    assert {"return_notice", "partner_ask"} < set(left(await thread(page, told["address"])))
    ask = (await thread(page, told["address"]))["items"][-1]
    assert "Northfold" in ask["text"]
    yes = ask["buttons"][0]
    await post(
        page, "say", **{"from": told["address"], "text": yes["text"], "button": yes["id"], "reply_to": ask["id"]}
    )
    await post(page, "clock", advance="24h")
    assert (await post(page, "returns", person=told["address"]))["choice"] == "offer"


async def test_what_was_bought_can_be_given_back(served: tuple[Service, Client]) -> None:
    _, page = served

    async def list_titles(**who: str) -> list[str]:
        answer = await page.get("/sim/api/returns", params={"business": "tiger", **who})
        return [one["title"] for one in (await answer.json())["items"]]

    assert await list_titles() == [one.title for one in TIGER.wares]
    address = str((await post(page, "cart", new="whatsapp", items=["TIGER-TEE", "TIGER-CAP"]))["address"])
    await post(page, "settle")
    assert await list_titles(person=address) == [one.title for one in TIGER.wares]
    await post(page, "buy", person=address)
    await post(page, "settle")
    assert await list_titles(person=address) == ["Roaring Tiger Tee", "Tiger Cub Cap"]
    told = await post(page, "returns", person=address, item=1)
    assert told["reason"] == "no_consent", "Sunday Loom makes it"


@each(
    ("asked", "field"),
    [
        pytest.param({"item": 5}, "item", id="no goods at that place"),
        pytest.param({"item": -1}, "item", id="a place before the first"),
        pytest.param({"item": "TIGER-TEE"}, "item", id="no place"),
        pytest.param({"reason": "bored"}, "reason", id="an unknown reason"),
        pytest.param({"person": "sms:+13145550199"}, "person", id="an unknown person"),
    ],
)
async def test_a_wrong_return_is_refused_by_its_field(
    served: tuple[Service, Client], asked: dict[str, Any], field: str
) -> None:
    service, page = served
    answer = await page.post("/sim/api/returns", json={"business": "tiger", "person": BUYER.address, **asked})
    assert answer.status == 422
    assert (await answer.json())["error"]["field"] == field
    assert await service.turns.look(TIGER.business, lambda turn: list_prompts(turn.unit)) == []


async def test_the_page_shows_who_writes_for_a_partner(served: tuple[Service, Client]) -> None:
    _, page = served
    state = await (await page.get("/sim/api/state")).json()
    assert state["returns"] is True
    partners = {one["addresses"][0]["address"]: one["name"] for one in state["people"] if one["partner"]}
    assert partners == {one.writer: one.name for one in TIGER.partners}


def make_bare(sample: Sample) -> Sample:
    """A month of nothing but returns."""
    return replace(sample, crowd=lambda _chance: [], carts=0, mails=0, wishes=())


Played = tuple[list[Prompt], list[int], list[list[str]], list[str]]


async def play_returns(file: Path, folder: Path) -> Played:
    """The prompts of a month, oldest first, the purchases of each offer, the invoices of each partner, and what the
    first partner read.
    """

    async def read(turn: Turn) -> Played:
        every = await turn.unit.of(Sponsors).all()
        invoices = [[one.status.value for one in await turn.unit.of(Invoices).of(each.id)] for each in every]
        prompts = sorted(await list_prompts(turn.unit), key=lambda one: (one.decided_at, one.ref))
        bought = [len(await turn.unit.of(Conversions).of_prompt(one.id)) for one in prompts]
        read = [one.text or "" for one in await load_thread(turn, TIGER.partners[0].writer)]
        return prompts, bought, invoices, read

    async with sandbox(f"sqlite:///{shutil.copy(file, folder)}", toml=None) as service:
        await play_month(service, make_bare(TIGER))
        assert service.sandbox is not None
        await service.sandbox.settle()
        return await service.turns.look(TIGER.business, read)


async def test_a_month_of_returns_gives_reports_something_to_show_and_is_the_same_again(
    migrated_file: Path, tmp_path: Path
) -> None:
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
    first, again = [await play_returns(migrated_file, tmp_path / name) for name in ("one", "two")]
    _check_reports(*first)

    def tell(prompts: list[Prompt]) -> list[Any]:
        return [(one.ref, one.choice, one.reason, one.promotion, one.held_out, one.clicked_at) for one in prompts]

    assert tell(first[0]) == tell(again[0])
    assert first[1:3] == again[1:3]


def _check_reports(prompts: list[Prompt], bought: list[int], invoices: list[list[str]], read: list[str]) -> None:
    assert len(prompts) == TIGER.returns
    reasons = Counter(one.reason for one in prompts)
    assert reasons[PromptReason.NO_CONSENT] >= TIGER.returns // 8
    assert TIGER.returns // 20 <= reasons[PromptReason.HELD_OUT] <= TIGER.returns // 4
    assert reasons[PromptReason.CHOSEN] >= TIGER.returns // 3
    shown = [one for one in prompts if one.shown_at is not None]
    clicked = [one for one in shown if one.clicked_at is not None]
    assert len(shown) // 8 <= len(clicked) <= len(shown) * 3 // 4
    assert 0 < sum(bought) < len(clicked)
    assert {one.promotion for one in shown} >= {one.promotion for one in clicked}
    assert any("paid" in some for some in invoices)
    assert any("Pay here: http://" in text for text in read), "a link that can be pressed"
    days = {one.decided_at.date() for one in prompts}
    assert timedelta(days=20) <= max(days) - min(days) <= timedelta(days=30)
