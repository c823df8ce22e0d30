"""A campaign on the page of a sandbox: what waits, leaves and is refused, and customers who open its link and buy."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from aiohttp.test_utils import TestClient, TestServer

from bot.app import Service
from flows.actor import SYSTEM
from flows.plans.plan_json import read_terms
from handlers.engine.turn import Turn
from handlers.plans import plan_changes
from storage.plans.plan_versions import KeptPlans
from tests.bot.simulator.shop import application, sandbox
from tests.bot.simulator.test_page import newcomer, post, thread

Client = TestClient[Any, Any]
DRAFT = "/campaign new lamps to all customers now: Hi {name|friend}, lamps are here: {link}"
LATER = "/campaign new kites to all customers tomorrow 10am: Hi {name|friend}, kites: {link}"
PEOPLE = 5


@pytest.fixture
async def service(database: str) -> AsyncIterator[Service]:
    """A sandbox of the sample shop, on both databases."""
    async with sandbox(database) as opened:
        yield opened


@pytest.fixture
async def page(service: Service) -> AsyncIterator[Client]:
    async with TestClient(TestServer(application(service))) as client:
        yield client


async def keep_visit(service: Service, *waits: str) -> None:
    """Keep a plan by hand, "visit", with a step for each wait, and turn it on."""
    steps = [{"wait": wait, "texts": [{"text": "Thank you for coming"}]} for wait in waits]
    terms = read_terms({"kind": "visit", "entry": {"by": "hand"}, "steps": steps})

    async def work(turn: Turn) -> None:
        kept = await plan_changes.keep(turn, SYSTEM, "visit", terms)
        await turn.unit.of(KeptPlans).set_enabled(kept.id, True, turn.now)

    await service.turns.act("tiger", work)


async def state(page: Client) -> dict[str, Any]:
    return dict(await (await page.get("/sim/api/state", params={"business": "tiger"})).json())


async def owner_says(page: Client, text: str) -> None:
    owner = next(one for one in (await state(page))["people"] if one["role"] == "owner")
    await post(page, "say", **{"from": owner["addresses"][0]["address"], "text": text})
    await post(page, "settle")


async def shown(page: Client) -> tuple[str, str, list[dict[str, str]]]:
    """The campaign that is shown with how it stands, and what else is under way."""
    told = (await state(page))["campaign"]
    return told["name"], told["status"], told["others"]


def test_the_readme_says_the_very_words() -> None:
    told = " ".join((Path(__file__).parents[3] / "README.md").read_text("utf-8").split())
    assert f"`{DRAFT}`" in told
    assert f"`{LATER}`" in told


async def test_nothing_is_shown_before_one_is_launched(page: Client) -> None:
    assert (await state(page))["campaign"] is None
    refused = await page.post("/sim/api/campaign", json={"business": "tiger", "do": "click"})
    assert refused.status == 422
    assert "launch a campaign first" in await refused.text()
    await newcomer(page)
    await owner_says(page, DRAFT)
    assert (await state(page))["campaign"] is None, "a draft is nobody's yet"


async def test_customers_get_it_open_it_and_buy(page: Client) -> None:
    people = [await newcomer(page) for _ in range(PEOPLE)]
    await post(page, "say", **{"from": people[0], "text": "STOP"})
    await post(page, "cart", new="sms")  # somebody who has not said yes
    await post(page, "settle")
    await owner_says(page, DRAFT)
    await owner_says(page, "1")
    told = (await state(page))["campaign"]
    assert (told["name"], told["status"], told["sent"]) == ("lamps", "sending", PEOPLE - 1)
    assert told["refused"] == [{"many": 1, "why": "opt-in not confirmed"}]
    assert (told["clicked"], told["bought"]) == (0, 0)
    for clicked in (1, 2):
        assert await post(page, "campaign", do="click") == {"many": 1}
        await post(page, "settle")
        assert (await state(page))["campaign"]["clicked"] == clicked
    assert await post(page, "campaign", do="buy") == {"many": 1}
    await post(page, "settle")
    told = (await state(page))["campaign"]
    assert told["bought"] == 1
    assert float(told["revenue"]) > 0
    assert any("1 ordered: " in line for line in told["result"])


async def test_one_that_is_paused_waits_on_the_page_as_well(page: Client) -> None:
    for _ in range(2):
        await newcomer(page)
    await owner_says(page, LATER)
    await owner_says(page, "1")
    assert (await state(page))["campaign"]["status"] == "scheduled"
    await owner_says(page, "pause kites")
    await post(page, "clock", advance="24h")
    told = (await state(page))["campaign"]
    assert (told["status"], told["queued"], told["sent"]) == ("paused", 2, 0)
    await owner_says(page, "resume kites")
    await post(page, "clock", advance="24h")  # their reminder of the day before is a day away by then
    told = (await state(page))["campaign"]
    assert (told["queued"], told["sent"]) == (0, 2)


async def test_what_goes_out_is_shown_before_what_is_to_come_or_is_over(page: Client) -> None:
    for _ in range(2):
        await newcomer(page)
    for words in (DRAFT, LATER):
        await owner_says(page, words)
        await owner_says(page, "1")
    assert await shown(page) == ("lamps", "sending", [{"name": "kites", "status": "scheduled"}])
    assert await post(page, "campaign", do="click") == {"many": 1}, "whoever answers answers the one that is shown"
    await owner_says(page, "/campaign cancel kites")
    await owner_says(page, "1")
    assert await shown(page) == ("lamps", "sending", [])
    await owner_says(page, DRAFT.replace("lamps", "mugs"))
    await owner_says(page, "1")
    assert await shown(page) == ("mugs", "sending", [{"name": "lamps", "status": "sending"}])
    await post(page, "clock", advance="720h")
    assert await shown(page) == ("mugs", "done", [])


async def test_a_draft_that_was_called_off_is_not_shown(page: Client) -> None:
    await newcomer(page)
    await owner_says(page, LATER)
    await owner_says(page, "2")
    await owner_says(page, "/campaign cancel kites")
    await owner_says(page, "1")
    assert (await state(page))["campaign"] is None, "it went to nobody"


async def test_why_a_message_did_not_leave_is_said_in_the_words_of_its_rule(page: Client) -> None:
    customer = await newcomer(page)
    await owner_says(page, LATER)
    await owner_says(page, "1")
    await owner_says(page, "pause kites")
    await post(page, "clock", advance="24h")
    held = [one["why"] for one in (await thread(page, customer))["items"] if one["template"] == "campaign"]
    assert held == ["the campaign is paused"]


async def test_what_comes_next_is_what_somebody_hears_of(page: Client) -> None:
    """Looks at how a campaign goes come after 1, 2 and 4 minutes, and at 10:30 a reminder."""
    await newcomer(page)
    await owner_says(page, DRAFT)
    await owner_says(page, "1")
    told = (await state(page))["next"]
    assert (told["at"], told["text"].split(" for ")[0]) == ("2026-03-03T16:30:00Z", "the next reminder")
    assert (await post(page, "next"))["now"] == told["at"], "the button leads to what is named"


async def test_a_campaign_says_by_its_name_what_it_does_next(page: Client) -> None:
    await newcomer(page)
    await post(page, "clock", advance="150h")  # behind all reminders
    await owner_says(page, LATER)
    await owner_says(page, "1")
    assert (await state(page))["next"]["text"] == "kites is made ready for its hour"
    await post(page, "next")
    assert (await state(page))["next"]["text"] == "kites may go to Ada Abbott"
    await post(page, "next")
    assert (await state(page))["next"]["text"] == "it is looked how kites goes", "where nothing else comes"


async def test_what_a_campaign_waits_with_is_said_with_whom(page: Client) -> None:
    await newcomer(page)
    await post(page, "clock", advance="156h")  # behind all reminders, late in the evening
    await owner_says(page, DRAFT)
    await owner_says(page, "1")
    assert (await state(page))["campaign"]["queued"] == 1
    assert (await state(page))["next"]["text"] == "lamps may go to Ada Abbott"


async def test_a_plan_says_by_its_name_what_it_does_next(page: Client, service: Service) -> None:
    somebody = await newcomer(page)
    await post(page, "clock", advance="150h")
    await keep_visit(service, "0", "1d")
    await owner_says(page, f"/plan start visit for {somebody[-4:]}")
    assert (await state(page))["next"]["text"] == "the next message of the plan visit to Ada Abbott is due"


@pytest.mark.parametrize("what", ["", "steal", None])
async def test_what_nobody_does_is_refused(page: Client, what: str | None) -> None:
    answer = await page.post("/sim/api/campaign", json={"business": "tiger", "do": what})
    assert answer.status == 422
    assert "do is one of click, buy" in await answer.text()


async def test_a_message_of_a_plan_is_called_by_its_plan(page: Client, service: Service) -> None:
    somebody = await newcomer(page)
    await keep_visit(service, "0")
    await owner_says(page, f"/plan start visit for {somebody[-4:]}")
    found = await thread(page, somebody)
    assert found["items"][-1]["plan"] == "visit"
