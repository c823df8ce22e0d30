"""Forms of pages with a sign-in, over a real server: fields, files, and forms of other sites."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from io import BytesIO

import pytest
from aiohttp import FormData, web
from aiohttp.test_utils import make_mocked_request

from bot.proxies import Proxies
from bot.web.page_visit import FORM_TOKEN, ForeignForm, check_origin
from handlers.engine.turn import Turn
from tests.bot.web.garden import ANNA, ELSEWHERE, OURS, Browser
from tests.cases import each


async def test_a_form_is_taken_with_its_files(browser: Browser) -> None:
    token = await browser.sign_in()
    form = FormData([(FORM_TOKEN, token), ("bed", "Roses"), ("tools", "rake"), ("tools", "hoe")])
    form.add_field("photo", BytesIO(b"x" * 2 * 1024 * 1024), filename="a.png", content_type="image/png")
    answer = await browser.ask("POST", "/page/garden/beds", form)
    assert (answer.status, answer.headers["Location"]) == (303, "/page/garden")
    assert browser.garden.beds == [("tiger", str(ANNA), "Roses", 2 * 1024 * 1024)]
    assert browser.garden.tools == ("rake", "hoe")


async def test_a_form_with_an_error_leads_to_its_field(browser: Browser) -> None:
    token = await browser.sign_in()
    answer = await browser.ask("POST", "/page/garden/beds", {FORM_TOKEN: token, "bed": " "})
    assert answer.status == 422
    assert '<a href="#bed">Bed</a>: Name the bed.' in answer.text
    assert 'aria-describedby="bed-about" aria-invalid="true" required' in answer.text


@pytest.mark.parametrize("size", [3 * 1024 * 1024 + 1, 50 * 1024 * 1024])
async def test_a_file_that_is_too_large_is_refused(browser: Browser, size: int) -> None:
    token = await browser.sign_in()
    form = FormData({FORM_TOKEN: token, "bed": "Roses"})
    form.add_field("photo", BytesIO(b"x" * size), filename="a.png", content_type="image/png")
    answer = await browser.ask("POST", "/page/garden/beds", form)
    assert (answer.status, "too large" in answer.text, browser.garden.beds) == (413, True, [])


async def test_files_of_one_form_are_too_large_together(browser: Browser) -> None:
    token = await browser.sign_in()
    form = FormData({FORM_TOKEN: token, "bed": "Roses"})
    for number in range(2):
        form.add_field(f"photo{number}", BytesIO(b"x" * 2 * 1024 * 1024), filename="a.png", content_type="image/png")
    written = form()
    assert written.headers is not None
    body = BytesIO()
    await written.write(_Writer(body))  # type: ignore[arg-type]
    headers = {"Cookie": browser.cookie, "Origin": OURS, "Content-Type": written.headers["Content-Type"]}

    async def in_chunks() -> AsyncIterator[bytes]:
        yield body.getvalue()  # without a Content-Length

    async with browser.client.post("/page/garden/beds", data=in_chunks(), headers=headers) as answer:
        assert (answer.status, browser.garden.beds) == (413, [])


class _Writer:
    """Takes what a form writes."""

    def __init__(self, into: BytesIO) -> None:
        self._into = into

    async def write(self, data: bytes) -> None:
        self._into.write(data)


@each("kind", ["text/plain", "multipart/form-data", "multipart/form-data; boundary=x"])
async def test_a_body_that_is_no_form_is_refused(browser: Browser, kind: str) -> None:
    await browser.sign_in()
    headers = {"Cookie": browser.cookie, "Origin": OURS, "Content-Type": kind}
    async with browser.client.post("/page/garden/beds", data=b"\xff--x\r\n", headers=headers) as answer:
        assert answer.status in {400, 403}
    assert browser.garden.beds == []


async def test_a_form_of_another_session_or_without_the_hidden_value_is_refused(browser: Browser) -> None:
    other, own = await browser.sign_in(), await browser.sign_in()
    assert other != own
    for token in (other, "", "0" * 32, "é"):
        answer = await browser.ask("POST", "/page/garden/beds", {FORM_TOKEN: token, "bed": "Weeds"})
        assert (answer.status, browser.garden.beds) == (403, [])


@pytest.mark.parametrize(
    "origin", [ELSEWHERE, None, "null", f"{OURS}.evil.example", "http://parley.example", f"{OURS}:444", "https://[", ""]
)
async def test_a_form_of_another_site_is_refused(browser: Browser, origin: str | None) -> None:
    token, link = await browser.sign_in(), await browser.make_link()
    browser.origin = origin
    assert (await browser.ask("POST", "/page/garden/beds", {FORM_TOKEN: token, "bed": "Weeds"})).status == 403
    answer = await browser.ask("POST", link)
    assert (answer.status, "Set-Cookie" in answer.headers) == (403, False)
    assert browser.garden.beds == []
    browser.origin = f"{OURS}:443"  # the link was not used up
    assert (await browser.ask("POST", link)).status == 303


async def test_without_a_public_address_forms_come_from_the_called_host(browser: Browser) -> None:
    def ask(origin: str) -> web.Request:
        return make_mocked_request("POST", "/page/garden", headers={"Host": "shop.local:8080", "Origin": origin})

    async def check(turn: Turn) -> None:
        nowhere = replace(turn, tools=replace(turn.tools, public_url=None))
        check_origin(nowhere, ask("http://shop.local:8080"), Proxies())
        for origin in ("http://shop.local", "https://shop.local:8080", ELSEWHERE):
            with pytest.raises(ForeignForm):
                check_origin(nowhere, ask(origin), Proxies())

    await browser.service.turns.look("tiger", check)


async def test_beside_the_public_address_forms_come_from_this_machine_alone(browser: Browser) -> None:
    def ask(host: str, origin: str) -> web.Request:
        return make_mocked_request("POST", "/page/garden", headers={"Host": host, "Origin": origin})

    async def check(turn: Turn) -> None:
        for host in ("127.0.0.1:8080", "localhost:8080"):
            check_origin(turn, ask(host, f"http://{host}"), Proxies())
        foreign = [("shop.local:8080", "http://shop.local:8080"), ("127.0.0.1:8080", ELSEWHERE), ("[::", "http://[::")]
        for host, origin in [*foreign, ("127.0.0.1:8080", "http://127.0.0.1:9090"), ("127.0.0.1:8080", "")]:
            with pytest.raises(ForeignForm):
                check_origin(turn, ask(host, origin), Proxies())

    await browser.service.turns.look("tiger", check)
