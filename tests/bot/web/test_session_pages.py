"""Pages with a sign-in, over a real server: the link, the cookie, forms, and a kind of pages that only tests have."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from bot.web.page_visit import FORM_TOKEN
from handlers.engine.turn import Turn
from storage.businesses.page_sessions import IDLE, LINK_LASTS, SESSION_LASTS, PageSessions
from tests.bot.commands.test_keys import Watch
from tests.bot.web.garden import ANNA, COOKIE, GONE, MINUTE, Browser
from tests.cases import each
from tests.conftest import START


async def test_a_preview_of_a_link_changes_nothing(browser: Browser) -> None:
    link = await browser.make_link()
    answers = [await browser.ask(method, link) for method in ("HEAD", "GET", "GET")]
    assert [(answer.status, "Set-Cookie" in answer.headers) for answer in answers] == [(200, False)] * 3
    assert "Sign in to Tiger Tees" in answers[-1].text
    assert (await browser.ask("POST", link)).status == 303


async def test_a_link_signs_in_once(browser: Browser) -> None:
    link = await browser.make_link()
    assert (await browser.ask("POST", link)).status == 303
    for method in ("POST", "GET"):
        again = await browser.ask(method, link)
        assert (again.status, "Set-Cookie" in again.headers, "already used" in again.text) == (410, False, True)


async def test_a_link_expires_by_real_time(browser: Browser, watch: Watch) -> None:
    link = await browser.make_link()
    watch.push(START + timedelta(days=30))  # a demo plays a month meanwhile
    assert (await browser.ask("GET", link)).status == 200
    watch.passed = LINK_LASTS
    for method in ("GET", "POST"):
        answer = await browser.ask(method, link)
        assert (answer.status, "15 minutes" in answer.text) == (410, True)


@each(
    "token",
    ["", "tiger", f"tiger.{'a' * 42}", f"tiger.{'a' * 43}", f"wolf.{'a' * 43}", f"TIGER.{'a' * 43}", "../x", "%00"],
)
async def test_an_unknown_link_is_explained(browser: Browser, token: str) -> None:
    for method in ("GET", "POST"):
        answer = await browser.ask(method, f"/page/login/{token}")
        assert answer.status == 404


async def test_a_link_of_a_kind_without_pages_and_of_a_removed_reader_opens_nothing(browser: Browser) -> None:
    assert (await browser.ask("POST", await browser.make_link(kind="desk"))).status == 404
    assert (await browser.ask("GET", await browser.make_link(GONE))).status == 410


async def test_the_language_of_a_refusal_is_the_browsers(browser: Browser) -> None:
    headers = {"Accept-Language": "fr, es;q=0.8"}
    async with browser.client.get("/page/garden", headers=headers) as answer:
        assert "La sesión está cerrada" in await answer.text()


async def test_the_cookie_is_for_this_host_and_no_script(browser: Browser) -> None:
    answer = await browser.ask("POST", await browser.make_link())
    name, *flags = answer.headers["Set-Cookie"].split("; ")
    assert re.fullmatch(rf"{COOKIE}=tiger\.[A-Za-z0-9_-]{{43}}", name)
    assert set(flags) == {"HttpOnly", "Secure", "SameSite=Lax", "Path=/", f"Max-Age={7 * 24 * 3600}"}


@pytest.mark.parametrize("public_url", ["http://parley.example"])
async def test_without_https_the_cookie_is_sent_to_its_pages_only(browser: Browser) -> None:
    browser.origin = "http://parley.example"
    answer = await browser.ask("POST", (await browser.make_link()).removeprefix(browser.origin))
    name, *flags = answer.headers["Set-Cookie"].split("; ")
    assert name.startswith("parley-garden=tiger.")
    assert set(flags) == {"HttpOnly", "SameSite=Lax", "Path=/page/garden", f"Max-Age={7 * 24 * 3600}"}
    browser.cookie = name
    assert (await browser.ask("GET", "/page/garden")).status == 200


async def test_a_page_keeps_its_content_to_itself(browser: Browser) -> None:
    await browser.sign_in()
    for path in ("/page/garden", await browser.make_link(), "/page/login/x"):
        headers = (await browser.ask("GET", path)).headers
        policy = headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "script-src" not in policy
        assert "unsafe" not in policy
        assert (headers["Cache-Control"], headers["X-Frame-Options"]) == ("no-store", "DENY")
        assert headers["Referrer-Policy"] == "same-origin"


async def test_what_people_typed_is_text(browser: Browser) -> None:
    token = await browser.sign_in()
    await browser.ask("POST", "/page/garden/beds", {FORM_TOKEN: token, "bed": "<script>alert(1)</script>"})
    text = (await browser.ask("GET", "/page/garden")).text
    assert "<script" not in text
    assert "Anna &lt;b&gt;" in text
    assert 'aria-label="Letters &lt;i&gt;"' in text
    assert text.count("&lt;script&gt;") == 3  # in the table, the picture and its numbers


async def test_a_session_ends_without_visits_and_after_a_week_with_visits(browser: Browser, watch: Watch) -> None:
    await browser.sign_in()
    watch.push(START + timedelta(days=60))
    while watch.passed < SESSION_LASTS - IDLE:
        watch.passed += IDLE - MINUTE
        assert (await browser.ask("GET", "/page/garden")).status == 200
    watch.passed = SESSION_LASTS
    ended = await browser.ask("GET", "/page/garden")
    assert (ended.status, "signed out" in ended.text) == (403, True)
    assert "Max-Age=0" in ended.headers["Set-Cookie"]
    browser.cookie = ""
    await browser.sign_in()
    watch.passed += IDLE
    assert (await browser.ask("GET", "/page/garden")).status == 403


async def test_a_sign_out_ends_the_session_on_the_server(browser: Browser) -> None:
    token = await browser.sign_in()
    assert (await browser.ask("POST", "/page/garden/sign-out", {FORM_TOKEN: "forged"})).status == 403
    answer = await browser.ask("POST", "/page/garden/sign-out", {FORM_TOKEN: token})
    assert (answer.status, "signed out" in answer.text) == (200, True)
    assert answer.headers["Set-Cookie"].startswith(f'{COOKIE}="";')
    assert (await browser.ask("GET", "/page/garden")).status == 403
    assert (await browser.ask("POST", "/page/garden/beds", {FORM_TOKEN: token, "bed": "Weeds"})).status == 403


async def test_all_sessions_of_a_removed_reader_end(browser: Browser) -> None:
    await browser.sign_in()

    async def remove(turn: Turn) -> None:
        await turn.unit.of(PageSessions).end_all("garden", ANNA, turn.elapsed)

    await browser.service.turns.act("tiger", remove)
    assert (await browser.ask("GET", "/page/garden")).status == 403


async def test_a_reader_who_is_gone_sees_nothing_although_the_session_goes_on(browser: Browser) -> None:
    answer = await browser.ask("POST", await browser.make_link(GONE))
    browser.cookie = answer.headers["Set-Cookie"].partition(";")[0]
    assert (await browser.ask("GET", "/page/garden")).status == 403


async def test_a_session_of_one_business_does_not_open_another(browser: Browser) -> None:
    await browser.sign_in()
    browser.cookie = browser.cookie.replace("=tiger.", "=lion.")
    assert (await browser.ask("GET", "/page/garden")).status == 401
    token = await browser.sign_in(business="lion")
    await browser.ask("POST", "/page/garden/beds", {FORM_TOKEN: token, "bed": "Roses"})
    assert [bed[0] for bed in browser.garden.beds] == ["lion"]


async def test_a_session_of_one_kind_does_not_open_another(browser: Browser) -> None:
    async def begin(turn: Turn) -> None:
        token = f"tiger.{'a' * 43}"
        sessions, hashed = turn.unit.of(PageSessions), turn.tools.token_hash
        await sessions.add_link("desk", ANNA, "login", turn.elapsed)
        await sessions.begin("login", hashed(token), turn.elapsed)

    await browser.service.turns.act("tiger", begin)
    browser.cookie = f"{COOKIE}=tiger.{'a' * 43}"
    assert (await browser.ask("GET", "/page/garden")).status == 401


async def test_a_cookie_that_another_host_can_set_is_not_read(browser: Browser) -> None:
    await browser.sign_in()
    browser.cookie = browser.cookie.removeprefix("__Host-")
    assert (await browser.ask("GET", "/page/garden")).status == 401


async def test_a_login_link_is_no_cookie_and_a_cookie_no_link(browser: Browser) -> None:
    link = await browser.make_link()
    browser.cookie = f"{COOKIE}={link.rpartition('/')[2]}"
    assert (await browser.ask("GET", "/page/garden")).status == 401
    await browser.sign_in()
    assert (await browser.ask("POST", f"/page/login/{browser.cookie.partition('=')[2]}")).status == 404


async def test_no_token_is_stored(browser: Browser) -> None:
    link = await browser.make_link()
    await browser.sign_in()
    secrets = [link.rpartition(".")[2], browser.cookie.rpartition(".")[2]]

    async def read(turn: Turn) -> str:
        from sqlalchemy import select

        from storage.schema import page_sessions

        return str(await turn.unit.rows(select(page_sessions)))

    stored = await browser.service.turns.look("tiger", read)
    assert "garden" in stored
    assert [secret for secret in secrets if secret in stored] == []
