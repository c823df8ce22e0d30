"""Stand-ins for the tests of pages with a sign-in: a kind of pages that only tests have, and a browser."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from uuid import UUID

from aiohttp import ClientResponse, FormData, web
from aiohttp.test_utils import TestClient

from bot.app import Service
from bot.web.form_fields import PageForm
from bot.web.page_visit import FORM_TOKEN, PageKind, PageReader, PageVisit
from bot.web.session_pages import SessionPages
from flows.charts.chart import Bars, Measured
from handlers.engine.page_login import make_login_link
from handlers.engine.turn import Turn
from tests.bot.installed import HEAD

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
