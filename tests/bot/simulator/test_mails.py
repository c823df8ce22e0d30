"""A sandbox's mails: what its mail server keeps, what the page's mailbox shows of it, and what a person answers."""

from __future__ import annotations

from collections.abc import AsyncIterator
from email.message import EmailMessage
from typing import Any

import pytest
from aiohttp.test_utils import TestClient, TestServer

from bot.app import Service
from bot.simulator.simulated_mails import put_pictures_in
from tests.bot.simulator.shop import MAILED, application, sandbox
from tests.bot.simulator.test_page import Client, post, thread

WEB = {"business": "tiger"}


@pytest.fixture
async def service(database: str) -> AsyncIterator[Service]:
    """A sandbox of the sample shop, on both databases."""
    async with sandbox(database, toml=MAILED) as opened:
        yield opened


@pytest.fixture
async def page(service: Service) -> AsyncIterator[Client]:
    async with TestClient(TestServer(application(service))) as client:
        yield client


async def remind(page: Client) -> tuple[str, dict[str, Any]]:
    """Somebody new by mail leaves a cart; return the address, and the reminder."""
    address = (await post(page, "cart", new="email"))["address"]
    await post(page, "clock", advance="31m")
    told = await thread(page, address)
    (mail,) = [one for one in told["items"] if one["template"] == "cart_reminder"]
    return address, mail


async def show(page: Client, message: str) -> dict[str, Any]:
    answer = await page.get(f"/sim/api/mails/{message}", params=WEB)
    assert answer.status == 200, await answer.text()
    return dict(await answer.json())


async def test_a_reminder_is_kept_as_the_mail_that_it_is(page: Client) -> None:
    address, reminder = await remind(page)
    assert address == "email:dario.doyle@example.com"
    assert (reminder["status"], reminder["subject"]) == ("sent", "You left Tiger Print Shorts in your cart")
    assert reminder["provider_id"] == f"<{reminder['id']}@tigertees.example>"
    mail = await show(page, reminder["id"])
    assert mail["from"] == "Tiger Tees <hello@tigertees.example>"
    assert (f"email:{mail['to']}", mail["subject"]) == (address, reminder["subject"])
    assert "Open my cart: https://tigr.example/l/" in mail["text"]
    assert "Tiger Tees, 12 Main St, St. Louis, MO 63101" in mail["text"]
    listed = await (await page.get("/sim/api/threads", params={**WEB, "address": address})).json()
    assert [one["subject"] for one in listed["items"]] == [reminder["subject"]]


async def test_the_html_may_show_styles_and_do_nothing(page: Client) -> None:
    _, reminder = await remind(page)
    answer = await page.get(f"/sim/api/mails/{reminder['id']}/html", params=WEB)
    rules = answer.headers["Content-Security-Policy"].split("; ")
    assert {"default-src 'none'", "style-src 'unsafe-inline'", "frame-ancestors 'self'"} <= set(rules)
    assert rules[-1] == "sandbox allow-same-origin"  # no scripts, forms or pop-ups
    assert not any(rule.startswith("script-src") for rule in rules)
    shown = await answer.text()
    assert shown.lower().startswith("<!doctype html>")
    assert 'href="/l/' in shown
    assert "tigr.example" not in shown.replace("tigr.example/l/", "")


def test_inline_pictures_are_in_the_page() -> None:
    mail = EmailMessage()
    mail.set_content("Hi")
    mail.add_alternative('<img src="cid:tee@tigertees.example">', subtype="html")
    html = mail.get_body(("html",))
    assert html is not None
    html.add_related(b"tee", "image", "png", cid="<tee@tigertees.example>")
    assert put_pictures_in(mail) == '<img src="data:image/png;base64,dGVl">\n'


async def test_one_click_ends_marketing(page: Client) -> None:
    address, reminder = await remind(page)
    path = (await show(page, reminder["id"]))["unsubscribe"]
    assert path.startswith("/u/tiger.")
    answer = await page.post(path, data={"List-Unsubscribe": "One-Click"}, allow_redirects=False)
    assert answer.status == 200
    assert (await thread(page, address))["consent"] == "revoked"


async def test_a_question_by_mail_reaches_the_staff(page: Client) -> None:
    address, reminder = await remind(page)
    subject = f"Re: {reminder['subject']}"
    words = {"from": address, "text": "Is the fabric warm enough for the lake?", "reply_to": reminder["id"]}
    await post(page, "say", **words, subject=subject)
    told = await thread(page, address)
    (asked,) = [one for one in told["items"] if one["direction"] == "in"]
    assert (asked["subject"], asked["text"]) == (subject, words["text"])
    staff = (await thread(page, "telegram:9001"))["items"]
    assert any(words["text"] in (one["text"] or "") for one in staff)


@pytest.mark.parametrize("subject", [7, "a\nb", "x" * 201, "\ud800"], ids=["no text", "two lines", "long", "half"])
async def test_a_subject_is_one_line(page: Client, subject: object) -> None:
    said = {**WEB, "from": "email:ann@example.com", "text": "Hello", "subject": subject}
    answer = await page.post("/sim/api/say", json=said)
    assert answer.status == 422
    assert (await answer.json())["error"]["field"] == "subject"


@pytest.mark.parametrize("address", ["email:123", "email:", "email:a b@example.com"])
async def test_a_mail_comes_from_a_mail_address(page: Client, address: str) -> None:
    answer = await page.post("/sim/api/say", json={**WEB, "from": address, "text": "Hello"})
    assert answer.status == 422


@pytest.mark.parametrize("message", ["x", "00000000-0000-0000-0000-000000000001"])
async def test_an_unknown_mail_is_not_found(page: Client, message: str) -> None:
    for part in ("", "/html"):
        assert (await page.get(f"/sim/api/mails/{message}{part}", params=WEB)).status == 404


async def test_an_erased_persons_mails_are_gone(page: Client) -> None:
    address, reminder = await remind(page)
    await post(page, "say", **{"from": "telegram:9001", "text": f"/erase {address.partition(':')[2]}"})
    await post(page, "settle")
    await post(page, "say", **{"from": "telegram:9001", "text": "1"})
    await post(page, "settle")
    assert (await thread(page, address))["known"] is False
    assert (await page.get(f"/sim/api/mails/{reminder['id']}", params=WEB)).status == 404
