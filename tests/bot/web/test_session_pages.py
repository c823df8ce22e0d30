"""Pages with a sign-in, over a real server: the link, the cookie, forms, and a kind of pages that only tests have."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import timedelta
from io import BytesIO
from uuid import UUID

import pytest
from aiohttp import ClientResponse, DummyCookieJar, FormData, web
from aiohttp.test_utils import TestClient, TestServer, make_mocked_request

from bot.app import Service
from bot.config import Settings
from bot.proxies import Proxies
from bot.web.form_fields import PageForm
from bot.web.page_visit import FORM_TOKEN, ForeignForm, PageKind, PageReader, PageVisit, check_origin
from bot.web.session_pages import PageLogin, SessionPages
from bot.web.web_server import build
from flows.charts.chart import Bars, Measured
from handlers.engine.page_login import make_login_link
from handlers.engine.turn import Turn
from storage.businesses.page_sessions import IDLE, LINK_LASTS, SESSION_LASTS, PageSessions
from tests.bot.commands.test_keys import Watch
from tests.bot.installed import HEAD, apply, installed
from tests.cases import each
from tests.conftest import START

OURS, ELSEWHERE = "https://parley.example", "https://evil.example"
ANNA, GONE = UUID(int=1), UUID(int=2)
COOKIE = "__Host-parley-garden"
MINUTE = timedelta(minutes=1)
LION = HEAD.replace("tiger", "lion").replace("Tiger", "Lion")
PAGE = """{% extends "console.html" %}
{% import "console/parts.html" as parts with context %}
{% block title %}Beds{% endblock %}
{% block main %}
<h1>{{ beds|length }} beds</h1>
{{ parts.errors(wrong, {"bed": "Bed"}) }}
{{ parts.figures((("Beds", beds|length|string),)) }}
{{ parts.table("Beds", ("Bed", "Letters"), rows, (1,)) }}
{{ parts.chart(chart) }}
<form class="card" method="post" action="{{ frame.home }}/beds" enctype="multipart/form-data">
{{ parts.token() }}
{{ parts.field("bed", "Bed", typed, wrong.get("bed", ""), required=true) }}
{{ parts.field("soil", "Soil", "clay", options=(("clay", "Clay"), ("sand", "Sand"))) }}
{{ parts.ticks("tools", "Tools", (("rake", "Rake"), ("hoe", "Hoe")), ("hoe",)) }}
{{ parts.field("note", "Note", kind="textarea") }}
{{ parts.field("photo", "Photo", kind="file") }}
<button class="button">Add</button>
</form>
{% endblock %}
"""


async def find_gardener(_turn: Turn, subject: UUID) -> PageReader | None:
    return PageReader("Anna <b>", "en") if subject == ANNA else None


GARDEN = PageKind("garden", "/page/garden", "console", find_gardener)


@dataclass(slots=True)
class Garden:
    """A kind of pages as a conversation writes one."""

    pages: SessionPages
    beds: list[tuple[str, str, str, int]] = field(default_factory=list)
    tools: tuple[str, ...] = ()

    def add_to(self, app: web.Application) -> None:
        self.pages.add_to(app)
        self.pages.add_page(app, "", self.show)
        self.pages.add_form(app, "/beds", self.plant)

    async def show(self, visit: PageVisit) -> web.Response:
        return self._render(visit, "", {}, 200)

    async def plant(self, visit: PageVisit, form: PageForm) -> web.Response:
        bed = form.get("bed")
        if not bed:
            return self._render(visit, bed, {"bed": "Name the bed."}, 422)

        async def act(turn: Turn) -> None:
            self.tools = form.list("tools")
            self.beds.append((turn.business.id, str(visit.subject), bed, len(form.files.get("photo", b""))))

        await visit.act(act)
        return visit.redirect()

    def _render(self, visit: PageVisit, typed: str, wrong: Mapping[str, str], status: int) -> web.Response:
        from bot.charts.page_chart import draw_page_chart
        from templates.private_pages import template

        page = template("console.html").environment.from_string(PAGE)
        rows = [(bed, str(len(bed))) for _, _, bed, _ in self.beds]
        chart = draw_page_chart(Bars("Letters <i>", tuple(Measured(bed, len(bed), said) for bed, said in rows)))
        return visit.render(page, status=status, beds=self.beds, rows=rows, chart=chart, typed=typed, wrong=wrong)


@dataclass(slots=True)
class Browser:
    """A browser that sends one cookie at most, and asks no further page by itself."""

    client: TestClient[web.Request, web.Application]
    service: Service
    garden: Garden
    cookie: str = ""
    origin: str | None = OURS

    async def ask(self, method: str, path: str, data: Mapping[str, str] | FormData | None = None) -> Answer:
        headers = {"Cookie": self.cookie} if self.cookie else {}
        headers |= {"Origin": self.origin} if self.origin is not None and method == "POST" else {}
        async with self.client.request(method, path, data=data, headers=headers, allow_redirects=False) as answer:
            return Answer(answer, await answer.text())

    async def make_link(self, subject: UUID = ANNA, business: str = "tiger", kind: str = "garden") -> str:
        async def make(turn: Turn) -> str:
            return await make_login_link(turn, kind, subject)

        return (await self.service.turns.act(business, make)).removeprefix(OURS)

    async def sign_in(self, subject: UUID = ANNA, business: str = "tiger") -> str:
        """Sign in, keep the cookie, and return the hidden value of forms."""
        answer = await self.ask("POST", await self.make_link(subject, business))
        assert (answer.status, answer.headers["Location"]) == (303, "/page/garden")
        self.cookie = answer.headers["Set-Cookie"].partition(";")[0]
        return (await self.ask("GET", "/page/garden")).read_token()


@dataclass(frozen=True, slots=True)
class Answer:
    """A response that is read to its end."""

    response: ClientResponse
    text: str

    @property
    def status(self) -> int:
        return self.response.status

    @property
    def headers(self) -> Mapping[str, str]:
        return self.response.headers

    def read_token(self) -> str:
        found = re.search(rf'name="{FORM_TOKEN}" value="([0-9a-f]+)"', self.text)
        assert found is not None, self.text
        return found[1]


@pytest.fixture
def watch() -> Watch:
    return Watch(START)


@pytest.fixture
def public_url() -> str:
    return OURS


@pytest.fixture
async def browser(database: str, watch: Watch, public_url: str) -> AsyncIterator[Browser]:
    async with installed(Settings(database_url=database, public_url=public_url), watch) as service:
        await apply(service, "")
        await apply(service, "", LION)
        garden = Garden(SessionPages(service.turns, Proxies(), GARDEN, largest_file=3 * 1024 * 1024))
        app = build(PageLogin(service.turns, Proxies(), (GARDEN,)).add_to, garden.add_to)
        async with TestClient(TestServer(app), cookie_jar=DummyCookieJar()) as client:
            yield Browser(client, service, garden)


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
