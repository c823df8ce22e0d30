"""The page of a draft: a form behind a signed link that changes what the card changes, and launches nothing."""

from __future__ import annotations

import hashlib
import hmac
import json
import re
from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from html import unescape
from urllib.parse import urlencode

import pytest
from aiohttp import ClientSession

from flows.campaigns.campaign import Campaign, CampaignStatus
from handlers.campaigns.drafts.draft_page_link import VALID_FOR
from handlers.engine.turn import Turn
from storage.campaigns.campaigns import Campaigns
from tests.delivery import shop
from tests.delivery.campaigned import fan_out, people
from tests.delivery.house import House, open_house
from tests.providers import telegram

FRAMED = "frame-ancestors https://web.telegram.org"
_HIDDEN = re.compile(r'name="once" value="(\w+)"')


@pytest.fixture
async def house(database: str) -> AsyncIterator[House]:
    async with open_house(database, text=shop.file(store=True), whole=True) as opened:
        await people(opened, 3)
        await say(opened, "hi")
        yield opened


async def say(house: House, text: str) -> None:
    assert await house.telegram.say(shop.OWNER, text) == 200
    await house.settle()
    await fan_out(house)
    await house.settle()


async def card(house: House, label: str | None = "Open page") -> str:
    """Draft a campaign in the chat; return the address behind the button of its card, of whatever label."""
    await say(house, "/campaign new spring to everyone friday 6pm: Kurtas are here")
    (key,) = [one for one in house.telegram.messages[-1].keys if "url" in one and label in {None, one["text"]}]
    return str(key["url"])


async def draft(house: House) -> Campaign:
    async def find(turn: Turn) -> Campaign:
        (one,) = await turn.unit.of(Campaigns).page(10)
        return one

    return await house.act(find)


async def look(url: str) -> tuple[int, str, str]:
    async with ClientSession() as session, session.get(url) as answer:
        return answer.status, unescape(await answer.text()), answer.headers["Content-Security-Policy"]


async def post(url: str, **typed: str) -> tuple[int, str, str]:
    async with ClientSession() as session, session.post(url, data=typed) as answer:
        return answer.status, unescape(await answer.text()), answer.headers.get("Content-Security-Policy", "")


async def once(url: str) -> str:
    found = _HIDDEN.search((await look(url))[1])
    assert found is not None
    return found[1]


def opened_by(user: int, at: datetime, token: str = telegram.TOKEN) -> str:
    """What Telegram gives a web app that this user opened."""
    fields = {"auth_date": str(int(at.timestamp())), "query_id": "AAE", "user": json.dumps({"id": user})}
    secret = hmac.new(b"WebAppData", token.encode(), hashlib.sha256).digest()
    checked = "\n".join(f"{name}={value}" for name, value in sorted(fields.items()))
    return urlencode(fields | {"hash": hmac.new(secret, checked.encode(), hashlib.sha256).hexdigest()})


async def test_a_form_changes_the_draft_and_the_chat_gets_the_new_card(house: House) -> None:
    url = await card(house)
    status, page, policy = await look(url)
    assert status == 200
    assert "Kurtas are here" in page
    assert "frame-ancestors 'none'" in policy
    before, told = await draft(house), len(house.chats_to(shop.OWNER))
    form = {
        "do": "save", "once": await once(url), "people": "not:vip", "when": "tomorrow 6pm", "offer": "15%",
        "text-A-all-any": "Kurtas for {name|you}", "text-A-es-any": "Kurtas para {name|ti}",
    }  # fmt: skip
    status, page, _ = await post(url, **form)
    assert (status, "Saved" in page) == (200, True), page
    after = await draft(house)
    assert (after.phrase, after.schedule.at_once) == ("not:vip", False)
    assert {(one.locale, one.text) for one in after.texts} == {
        ("", "Kurtas for {name|you}"),
        ("es", "Kurtas para {name|ti}"),
    }
    assert after.terms.offer is not None
    assert after.status is CampaignStatus.DRAFT
    assert after.criteria != before.criteria
    await fan_out(house)
    await house.settle()
    assert len(house.chats_to(shop.OWNER)) == told + 1
    assert "15%" in house.chats_to(shop.OWNER)[-1]
    assert {"Launch it", "Open page"} <= {one["text"].removeprefix("1 ") for one in house.telegram.messages[-1].keys}


async def test_a_form_is_good_once(house: House) -> None:
    url = await card(house)
    form = {"do": "save", "once": await once(url), "text-A-all-any": "Lamps"}
    assert (await post(url, **form))[0] == 200
    await fan_out(house)  # the look at what it would do makes no form old
    status, page, _ = await post(url, **form | {"text-A-all-any": "Sweets"})
    assert status == 422
    assert "Sweets" in page
    assert [one.text for one in (await draft(house)).texts] == ["Lamps"]
    assert (await post(url, **form | {"text-A-all-any": "Sweets", "once": await once(url)}))[0] == 200


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("people", "bought:nothing-there-at-all spent>"),
        ("when", "yesterday"),
        ("offer", "something nice"),
        ("text-A-all-any", "Hi {nobody}"),
        ("text-A-all-any", "x" * 601),
    ],
)
async def test_a_mistake_stands_at_its_field_and_nothing_changes(house: House, field: str, typed: str) -> None:
    url = await card(house)
    before = await draft(house)
    status, page, _ = await post(url, **{"do": "save", "once": await once(url), "offer": "20%", field: typed})
    assert status == 422
    assert typed in page
    assert page.count('aria-invalid="true"') == 1
    assert await draft(house) == before


async def test_a_look_changes_nothing(house: House) -> None:
    url = await card(house)
    before = await draft(house)
    await look(url)
    assert (await post(url, once=await once(url)))[0] == 200
    assert (await post(url, do="save", once=await once(url)))[0] == 200
    assert await draft(house) == before


async def test_nothing_is_launched_from_it(house: House) -> None:
    url = await card(house)
    form = {"do": "launch", "once": await once(url), "status": "scheduled", "when": "now"}
    assert (await post(url, **form))[0] == 200
    assert (await draft(house)).status is CampaignStatus.PREVIEWED


async def test_a_link_is_of_a_member_for_a_day_and_of_a_draft(house: House) -> None:
    url = await card(house)
    business, token = url.rpartition("/")[2].split(".")
    forged = f"{url.rpartition('/')[0]}/{business}.{'A' if token[0] != 'A' else 'B'}{token[1:]}"
    assert [(await look(one))[0] for one in (url, forged, url.replace(business, "puma"))] == [200, 404, 404]
    await say(house, "/campaign cancel spring")
    await say(house, "yes")
    assert (await look(url))[0] == 410
    house.clock.push(now=VALID_FOR + timedelta(minutes=1))
    assert (await look(url))[0] == 410
    await house.apply(
        shop.file(store=True).replace('role = "owner"', 'role = "agent"').replace("telegram:9001", "telegram:9002")
    )
    assert (await look(url))[0] == 404


async def test_a_web_app_of_the_right_user_may_be_framed(house: House) -> None:
    url = await card(house)
    status, page, policy = await look(f"{url}?app")
    assert (status, FRAMED in policy) == (200, True)
    assert "spring" not in page
    now, unproven = house.clock.get_steady_date(), await post(url)
    assert (unproven[0], FRAMED in unproven[2]) == (200, False)
    status, page, policy = await post(url, app=opened_by(shop.OWNER, now))
    assert (status, FRAMED in policy, "Kurtas are here" in page) == (200, True, True)
    form = {"do": "save", "once": await once(url), "text-A-all-any": "Lamps", "app": opened_by(shop.OWNER, now)}
    assert (await post(url, **form))[0] == 200
    assert [one.text for one in (await draft(house)).texts] == ["Lamps"]


@pytest.mark.parametrize("wrong", ["another", "old", "token", "garbled", "changed"])
async def test_a_web_app_of_nobody_we_know_opens_nothing(house: House, wrong: str) -> None:
    assert await house.telegram.say(9002, "hi") == 200
    url = await card(house)
    now = house.clock.get_steady_date()
    right = opened_by(shop.OWNER, now)
    given = {
        "another": opened_by(9002, now),
        "old": opened_by(shop.OWNER, now - timedelta(minutes=61)),
        "token": opened_by(shop.OWNER, now, "1:other"),
        "garbled": "user=1&hash",
        "changed": right.replace(str(shop.OWNER), "9002"),
    }[wrong]
    form = {"do": "save", "once": await once(url), "text-A-all-any": "Lamps", "app": given}
    for more in ({}, {"user": str(shop.OWNER)}):
        status, _, policy = await post(url, **form, **more)
        assert (status, FRAMED in policy) == (404, False)
    assert [one.text for one in (await draft(house)).texts] == ["Kurtas are here"]
