"""Campaigns by e-mail: to people with a consent there, with subjects, through a real mail server."""

from __future__ import annotations

import json
import re
from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Any

import pytest
from aiohttp import ClientSession

from flows.audience.criteria import EVERYBODY
from flows.audience.criteria_json import write_criteria
from flows.campaigns.campaign_texts import CampaignText
from flows.events import Customer
from flows.mail_address import MAIL
from handlers.campaigns import launch_action
from handlers.campaigns.drafts.campaign_draft import NewCampaign, save_draft
from handlers.campaigns.launch_action import LaunchCampaign
from handlers.campaigns.sending.campaign_control import NamedCampaign
from handlers.engine.turn import Turn
from storage.campaigns.campaign_results import load_results
from tests.delivery import shop
from tests.delivery.campaigned import BY_HAND, fan_out, found, mailed
from tests.delivery.house import House, open_house
from tests.delivery.mailing import agree, file
from tests.providers.smtp import RCPT, SmtpStand
from tests.providers.telegram import Message

ANN = Customer(id="7", name="Ann Perkins", email="ann@mail.example", country="US", region="MO")
BEN = Customer(id="8", name="Ben", phone="+13145550101", country="US", region="MO")
EVE = Customer(id="9", name="Eve", email="eve@mail.example", phone="+13145550102", country="US", region="MO")


@pytest.fixture
async def provider() -> AsyncIterator[SmtpStand]:
    async with SmtpStand() as stand:
        yield stand


@pytest.fixture
async def house(database: str, provider: SmtpStand) -> AsyncIterator[House]:
    async with open_house(database, text=file(), origins={"smtp_url": provider.url}, whole=True) as opened:
        yield opened


async def launch(house: House, *texts: CampaignText, channels: tuple[str, ...] = (MAIL, "sms")) -> NamedCampaign:
    """A campaign to everybody, previewed, launched and sent."""

    async def make(turn: Turn) -> NamedCampaign:
        told = json.dumps(write_criteria(EVERYBODY))
        new = NewCampaign("Spring", told, "all", texts, channels=channels, holdout=0.0)
        done = await save_draft(turn, BY_HAND, new)
        return NamedCampaign(done.id, done.name)

    made = await house.act(make)
    await fan_out(house)
    await house.act(lambda turn: launch_action.launch(turn, BY_HAND, LaunchCampaign(made)))
    await fan_out(house)
    await house.settle()
    return made


async def test_a_campaign_leaves_as_mails_and_texts(house: House, provider: SmtpStand) -> None:
    """Each person gets it by the first channel with their consent; a number beside a mail gets no second one."""
    await agree(house, ANN)
    await agree(house, BEN, "sms")
    await agree(house, EVE, MAIL, "sms")
    made = await launch(house, CampaignText("Hi {name|friend}, kurtas are here.\nCome and see: {link}"))
    campaign = await found(house, made)
    assert campaign.preview is not None
    assert campaign.preview.by_channel == {MAIL: 2, "sms": 1}
    assert sorted(one.to for one in provider.messages) == ["ann@mail.example", "eve@mail.example"]
    taken = next(one for one in provider.messages if one.to.startswith("ann"))
    assert taken.mail["Subject"] == "Hi Ann, kurtas are here"
    assert f"{house.url}/l/" in taken.read()
    assert taken.mail["List-Unsubscribe"].startswith(f"<{house.url}/u/")
    assert len(house.texts_to(BEN.phone or "")) == 1
    results = await house.act(lambda turn: load_results(turn.unit, turn.tenant, campaign, turn.now))
    sent: dict[str, Any] = {one.channel: one.sent for one in results.parts}
    assert sent == {MAIL: 2, "sms": 1}


@pytest.mark.parametrize("guest", ["10", None], ids=["another customer", "a guest"])
async def test_a_mail_typed_next_to_a_customers_number_shows_nothing_of_theirs(
    house: House, provider: SmtpStand, guest: str | None
) -> None:
    """Anybody can type the number of another person next to their own mail, and agree to mails there."""
    await agree(house, BEN, "sms")
    await agree(house, Customer(id=guest, email="eve@mail.example", phone=BEN.phone, country="US", region="MO"))
    await launch(house, CampaignText("Hi {name|friend}, kurtas are here: {link}"))
    (taken,) = provider.messages
    assert taken.to == "eve@mail.example"
    assert taken.read().startswith("Hi friend, ")
    ben, eve = await house.address("sms", BEN.phone or ""), await house.address(MAIL, "eve@mail.example")
    assert ben.contact != eve.contact


async def test_subjects_alone_are_compared(house: House, provider: SmtpStand) -> None:
    """Two variants with the same words: each person has one subject, and a click counts for its variant."""
    for number in range(8):
        await agree(house, Customer(id=str(number), name="Ann", email=f"p{number}@mail.example", country="US"))
    one = CampaignText("Kurtas: {link}", subject="For {name|you}")
    made = await launch(house, one, replace(one, variant="B", subject="New"), channels=(MAIL,))
    assert {one.mail["Subject"] for one in provider.messages} == {"For Ann", "New"}
    news = [one for one in provider.messages if one.mail["Subject"] == "New"]
    link = news[0].read().split("Kurtas: ")[1].split()[0]
    async with ClientSession() as session:
        await session.get(link, allow_redirects=False, headers={"User-Agent": "Mozilla/5.0 (iPhone)"})
    await house.settle()
    campaign = await found(house, made)
    results = await house.act(lambda turn: load_results(turn.unit, turn.tenant, campaign, turn.now))
    assert {one.variant: (one.sent, one.clicked) for one in results.parts} == {
        0: (8 - len(news), 0),
        1: (len(news), 1),
    }


async def test_a_value_breaks_no_header(house: House, provider: SmtpStand) -> None:
    await agree(house, Customer(id="7", name="Ann\r\nBcc: eve@mail.example", email="ann@mail.example", country="US"))
    await launch(house, CampaignText("Kurtas", subject="For {name|you}"), channels=(MAIL,))
    (taken,) = provider.messages
    assert taken.mail["Bcc"] is None
    assert taken.mail["Subject"].startswith("For Ann")


async def say(house: House, text: str) -> list[Message]:
    """What the owner gets for some words."""
    before = len(house.telegram.messages)
    assert await house.telegram.say(shop.OWNER, text) == 200
    await house.settle()
    await fan_out(house)
    await house.settle()
    return [one for one in house.telegram.messages[before:] if one.chat == shop.OWNER]


async def test_the_owner_gives_a_subject_and_sees_the_mail(house: House) -> None:
    await agree(house, ANN)
    await say(house, "hi")
    *_, card = await say(house, "/campaign new spring to everyone now by email: Kurtas are here. Come!")
    assert "Subject of e-mails: “Kurtas are here”" in card.text
    assert "Subject" in {key["text"] for key in card.keys}
    (question,) = await say(house, "/campaign subject spring")
    assert question.text.startswith("What is the subject of the e-mail of spring?")
    *_, card = await say(house, "A: For\nyou B: New kurtas")
    assert "Subject of e-mails: A: “For you” · B: “New kurtas”" in card.text
    (refused,) = await say(house, f"/campaign subject spring: {'x' * 79}")
    assert refused.text.startswith("A subject is one line of at most 78 characters.")
    pictures = [one for one in await say(house, "/campaign test spring") if one.uploaded is not None]
    assert [one.text for one in pictures] == ["Subject of e-mails: “For you”", "Subject of e-mails: “New kurtas”"]
    assert all(one.uploaded and one.uploaded[2].startswith(b"\x89PNG") for one in pictures)
    *_, card = await say(house, "/campaign words spring Silk is here.")
    assert "A: “For you” · B: “New kurtas”" in card.text, "other words keep the subjects that are compared"
    *_, card = await say(house, "/campaign subject spring: none")
    assert "Subject of e-mails: “Silk is here”" in card.text, "one variant is left"


async def test_a_campaign_without_mail_has_no_subject(house: House) -> None:
    await agree(house, BEN, "sms")
    await say(house, "hi")
    *_, card = await say(house, "/campaign new spring to everyone now by sms: Kurtas are here")
    assert "Subject" not in {key["text"] for key in card.keys}
    (refused,) = await say(house, "/campaign subject spring: New")
    assert refused.text == "spring does not go out by e-mail, so it has no subject."


async def test_the_page_shows_the_mail_and_takes_its_subject(house: House) -> None:
    await agree(house, ANN)
    await say(house, "hi")
    *_, card = await say(house, "/campaign new spring to everyone friday 6pm by email: Kurtas <b>are</b> here")
    (url,) = [str(one["url"]) for one in card.keys if "url" in one]
    async with ClientSession() as session:
        page = await session.get(url)
        shown = await page.text()
        assert "frame-src 'self'" in page.headers["Content-Security-Policy"]
        assert '<iframe src="?mail=0"' in shown
        mail = await session.get(f"{url.partition('?')[0]}?mail=0")
        policy = mail.headers["Content-Security-Policy"]
        assert policy.startswith("sandbox; default-src 'none'")
        text = await mail.text()
        assert "Kurtas &lt;b&gt;are&lt;/b&gt; here" in text
        assert "Tiger Tees, 12 Main St, Newark, NJ 07102" in text
        assert (await session.get(f"{url.partition('?')[0]}?mail=9")).status == 404
        assert (await session.get(f"{url.partition('?')[0]}?mail=-1")).status == 404
        once = re.search(r'name="once" value="(\w+)"', shown)
        assert once is not None
        form = {"once": once[1], "do": "save", "subject-text-A-all-any": "For\r\nyou"}
        assert (await session.post(url, data=form)).status == 200
        assert "<title>For you</title>" in await (await session.get(f"{url.partition('?')[0]}?mail=0")).text()


async def test_a_mail_that_bounces_leaves_by_the_next_channel(house: House, provider: SmtpStand) -> None:
    await agree(house, EVE, MAIL, "sms")
    provider.fail(at=RCPT, code=550, said="5.1.1 no such user")
    made = await launch(house, CampaignText("Kurtas are here"))
    await house.settle()
    assert provider.messages == []
    assert len(house.texts_to(EVE.phone or "")) == 1
    assert {one.channel: one.status.value for one in await mailed(house, made)} == {MAIL: "failed", "sms": "sent"}
