"""The API describes itself: a valid OpenAPI document, a page to read, and answers that are as they say."""

from __future__ import annotations

import asyncio
import os
import re
import sys
from collections.abc import Iterable
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web
from openapi_spec_validator import validate
from sqlalchemy import select

from bot.conversations import CONVERSATIONS
from handlers.api.api_app import add_handler
from handlers.api.api_manual import write_manual
from handlers.api.endpoint import ApiCall, ApiReply, make_endpoint
from handlers.api.message_endpoints import MessageNamed
from handlers.api.openapi import Error, describe
from handlers.api.request_dispatch import Handler
from handlers.api.routes import SHOW_DOCUMENT, SHOW_MANUAL, ApiRoute
from handlers.api.unknown_paths import make_guide
from handlers.engine.turn import Turn
from storage.schema import events
from tests.cases import each
from tests.handlers.api.conftest import OTHER, TELL, Client, Rig

DOCUMENT = describe(CONVERSATIONS.endpoints, "https://parley.example/")


def test_what_is_taken_from_path_and_query_is_no_answer() -> None:
    asked = {one.takes for one in CONVERSATIONS.endpoints if not one.reads_json}
    both = asked & {shape for one in CONVERSATIONS.endpoints for shape in one.answers.values()}
    assert not both, (
        f"{sorted(shape.__name__ for shape in both)}: what a GET or DELETE takes stands in its path and query, and is "
        "no shape of the document, so no answer can refer to it: give the answer a shape of its own"
    )


def test_a_body_has_an_example_to_copy() -> None:
    bare = [
        f"{one.run.__name__} ({one.route})" for one in CONVERSATIONS.endpoints if one.reads_json and not one.examples
    ]
    assert not bare, f"{bare} read a body and show none: give @endpoint(…) examples={{'a name': {{…}}}}"


def test_a_key_that_may_read_changes_nothing() -> None:
    reads = {f"{one.route}" for one in CONVERSATIONS.endpoints if one.scope == "read" and one.route.method != "GET"}
    assert reads == {"POST /api/customers/export"}, "a file is made for whoever asks, and nothing else is changed"
    other = [f"{one.route}" for one in CONVERSATIONS.endpoints if one.route.method == "GET" and one.scope != "read"]
    assert other == ["GET /api/customers/{id}/record"], "a whole record with its proofs is for admins"


def test_the_document_is_valid() -> None:
    validate(DOCUMENT)
    assert DOCUMENT["openapi"].startswith("3.1")
    assert DOCUMENT["servers"] == [{"url": "https://parley.example"}]


def test_what_is_known_before_the_endpoints_are_loaded_is_what_they_say() -> None:
    assert pairs(CONVERSATIONS.routes) == pairs(endpoint.route for endpoint in CONVERSATIONS.endpoints)
    paths = DOCUMENT["paths"].items()
    assert pairs(CONVERSATIONS.routes) == sorted(
        (method.upper(), path) for path, methods in paths for method in methods
    )


def pairs(routes: Iterable[ApiRoute]) -> list[tuple[str, str]]:
    return sorted((route.method, route.path) for route in routes)


def test_what_is_served_is_what_is_known_and_the_head_of_what_can_be_got(rig: Rig) -> None:
    served = [
        (route.method, route.resource.canonical)
        for route in rig.http.app.router.routes()
        if route.resource is not None and route.resource.canonical.startswith(("/api/", "/prompt/"))
    ]
    known = pairs((*CONVERSATIONS.routes, SHOW_DOCUMENT, SHOW_MANUAL))
    assert sorted(served) == sorted(known + [("HEAD", path) for method, path in known if method == "GET"])


async def test_a_path_has_several_methods_in_whatever_order_they_are_offered(aiohttp_client: Client) -> None:
    app = web.Application(middlewares=[make_guide()])
    carts = (("GET", "/api/v1/carts"), ("GET", "/api/v1/carts/{id}"), ("POST", "/api/v1/carts"))
    for method, path in (("GET", "/api/v1/carts/all"), ("DELETE", "/api/v1/carts/{id}"), *carts):
        add_handler(app, ApiRoute(method, path), saying(f"{method} {path}"))
    http = await aiohttp_client(app)
    for method in ("GET", "POST"):
        async with http.request(method, "/api/v1/carts") as answer:
            assert await answer.text() == f"{method} /api/v1/carts"
    async with http.delete("/api/v1/carts") as answer:
        assert (answer.status, answer.headers["Allow"]) == (405, "GET, HEAD, POST")
    for method in ("DELETE", "PUT"):  # no cart is called so
        async with http.request(method, "/api/v1/carts/all") as answer:
            assert (answer.status, answer.headers["Allow"]) == (405, "GET, HEAD")
    async with http.delete("/api/v1/carts/7") as answer:
        assert await answer.text() == "DELETE /api/v1/carts/{id}"


def saying(text: str) -> Handler:
    async def handle(_request: web.Request) -> web.Response:
        return web.Response(text=text)

    return handle


def test_every_reference_leads_somewhere_and_every_shape_is_used() -> None:
    known = set(DOCUMENT["components"]["schemas"])
    referred = set(re.findall(r"#/components/schemas/(\w+)", repr(DOCUMENT)))
    assert not referred - known, f"{sorted(referred - known)} are referred to, and are no shapes of the document"
    assert not known - referred, f"{sorted(known - referred)} are shapes of the document that nothing refers to"


def test_what_stands_in_the_path_and_what_in_the_query() -> None:
    paths = DOCUMENT["paths"]
    (named,) = paths["/api/v1/messages/{id}"]["get"]["parameters"]
    assert (named["name"], named["in"], named["required"]) == ("id", "path", True)
    listed = paths["/api/v1/messages"]["get"]["parameters"]
    assert [(one["name"], one["in"], one["required"]) for one in listed] == [
        ("address", "query", False),
        ("cursor", "query", False),
        ("limit", "query", False),
    ]
    assert [one["name"] for one in paths["/api/v1/reports/recovery"]["get"]["parameters"]] == ["from", "to"]


async def test_it_is_open_to_everybody(rig: Rig) -> None:
    status, document = await rig.get("/api/openapi.json", {})
    assert (status, document) == (200, describe(CONVERSATIONS.endpoints, None))
    async with rig.http.get("/api/docs") as answer:
        assert (answer.status, answer.content_type) == (200, "text/html")
        assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
        assert await answer.text() == write_manual(document)


class Page(HTMLParser):
    """The ids, the links and the outside things of a page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.links: list[str] = []
        self.loaded: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        known = {name: value or "" for name, value in attrs}
        self.ids += [known["id"]] if "id" in known else []
        self.links += [known["href"]] if "href" in known else []
        self.loaded += [tag] if tag in {"script", "link", "img", "iframe"} or "src" in known else []


def test_the_page_needs_nothing_else() -> None:
    page = Page(write_manual(DOCUMENT))
    assert page.loaded == []
    assert len(page.ids) == len(set(page.ids))
    assert {link for link in page.links if not link.startswith("#")} == {"/api/openapi.json"}
    assert {link[1:] for link in page.links if link.startswith("#")} <= set(page.ids)


def test_the_page_has_a_call_to_copy_for_every_endpoint() -> None:
    text = write_manual(DOCUMENT)
    assert text.count("curl -H") == sum(max(1, len(endpoint.examples)) for endpoint in CONVERSATIONS.endpoints)
    assert "https://parley.example/api/v1/messages/ID" in text
    assert "address=sms:+12055550110" in text
    assert 'One of <a href="#CartUpdated">CartUpdated</a>, ' in text
    assert '<dt><code>data</code> <span class="kind"></span>\n<a href="#CartData">CartData</a> </dt>' in text


def test_a_call_without_a_body_names_its_method() -> None:
    @make_endpoint(ApiRoute("DELETE", "/api/v1/carts/{id}"), scope="write", takes=MessageNamed, answers={200: Error})
    async def remove_cart(call: ApiCall, named: MessageNamed) -> ApiReply:
        """Remove a cart"""
        raise NotImplementedError

    text = write_manual(describe((remove_cart,), "https://parley.example/"))
    assert "https://parley.example/api/v1/carts/ID \\\n  -X DELETE" in text
    assert "-X GET" not in write_manual(DOCUMENT)


def test_the_page_escapes_what_it_shows() -> None:
    hostile: dict[str, Any] = {**DOCUMENT, "info": {**DOCUMENT["info"], "title": "<script>x</script>"}}
    assert "<script" not in write_manual(hostile)


METHODS = {
    "/api/v1/events": ("GET", "POST"),
    "/api/v1/messages": ("POST", "GET, HEAD"),
    "/api/customers/analytics": ("OPTIONS", "GET, HEAD"),
    "/api/docs": ("DELETE", "GET, HEAD"),
    "/api/openapi.json": ("POST", "GET, HEAD"),
}


@pytest.mark.parametrize(("path", "method", "allowed"), [(path, *how) for path, how in METHODS.items()])
async def test_a_wrong_method_is_told_the_right_ones(rig: Rig, path: str, method: str, allowed: str) -> None:
    async with rig.http.request(method, path, headers=TELL) as answer:
        assert (answer.status, answer.headers["Allow"]) == (405, allowed)
        error = (await answer.json())["error"]
    assert error == {
        "code": "method_not_allowed",
        "message": f"this path takes {allowed}, not {method}; /api/docs shows each call",
        "field": None,
    }


ASTRAY = {
    "the root of the API": ("/api/v1/", "/api/v1/messages, "),
    "a part of a later day": ("/api/v1/gifts/1", "/api/v1/messages, "),
    "a slash too many": ("/api/v1/events/", "did you mean /api/v1/events?"),
    "an s too few": ("/api/v1/event", "did you mean /api/v1/events?"),
    "no version": ("/api/messages", "did you mean /api/v1/messages?"),
    "bytes": ("/api/v1/%00", "/api/v1/messages, "),
    "no family of ours": ("/orders", "the API is under /api/v1/"),
    "nothing": ("/", "the API is under /api/v1/"),
}


@each(("path", "told"), ASTRAY.values(), ids=ASTRAY)
@each("method", ["GET", "POST"])
async def test_a_wrong_path_is_told_what_there_is(rig: Rig, method: str, path: str, told: str) -> None:
    async with rig.http.request(method, path) as answer:
        assert answer.status == 404
        error = (await answer.json())["error"]
    assert (set(error), error["code"], error["field"]) == ({"code", "message", "field"}, "not_found", None)
    assert told in error["message"]
    assert error["message"].endswith("/api/docs explains the API")


async def test_answers_are_kept_by_nobody(rig: Rig) -> None:
    async with rig.http.get("/api/v1/messages", headers=OTHER) as answer:
        assert (answer.status, answer.headers["Cache-Control"]) == (200, "no-store")
    async with rig.http.get("/api/v1/messages") as answer:
        assert (answer.status, answer.headers["WWW-Authenticate"]) == (401, "Bearer")


# How long a body may be no schema says; what is named, and is not there, is 404; an event whose data cannot be used is
# kept as unreadable and answered 202. Of each type there are too many values at a border to try them all here.
TAKEN = """
[checks.positive_data_acceptance]
expected-statuses = ["2xx", "401", "403", "404", "409", "413"]

# What is sought in a list may be no JSON, no audience, no cursor, or no way to go on with it; a file has other columns.
# A link of an offer may lead to another brand, and a picture be none.
[[operations]]
include-path-regex = "^/api/(customers|segments|orders|notifications|v1/(offers|partners))"
checks.positive_data_acceptance.expected-statuses = ["2xx", "304", "401", "403", "404", "409", "412", "413", "422"]

# Criteria have a border for each fact, event and op; tests/flows/audience/test_schema.py tries those.
[[operations]]
include-path-regex = "^/api/(segments|customers/export|notifications/(campaigns|plans)|v1/offers)"
phases.coverage.enabled = false

# A request line of more than 8190 bytes is answered by the server itself: long words in letters of four bytes make one.
[[operations]]
include-path = "/api/customers/import"
checks.content_type_conformance.enabled = false

[[operations]]
include-path = "/api/v1/events"
phases.coverage.enabled = false
checks.negative_data_rejection.expected-statuses = ["202", "400", "401", "403", "413", "415", "422"]
"""


async def schemathesis(rig: Rig, folder: Path, *options: str) -> None:
    """Send what the program makes of the document; what it says against the answers is said here."""
    program = Path(sys.executable).with_name("schemathesis")
    if not program.exists():
        pytest.skip("schemathesis is not installed")
    (folder / "schemathesis.toml").write_text(TAKEN)
    command = [
        *(str(program), "run", str(rig.http.make_url("/api/openapi.json")), "--seed", "7", "--no-color"),
        *("--header", f"Authorization:{OTHER['Authorization']}", *options),
    ]
    ran = await asyncio.create_subprocess_exec(
        *command, cwd=folder, env=os.environ | {"HOME": str(folder)}, stdout=asyncio.subprocess.PIPE
    )
    output, _ = await ran.communicate()
    assert ran.returncode == 0, output.decode()


@pytest.mark.long
@pytest.mark.parametrize("phases", ["examples,coverage", "fuzzing"])
async def test_schemathesis_finds_no_answer_that_is_not_documented(rig: Rig, tmp_path: Path, phases: str) -> None:
    """And that whatever fits the schemas is taken."""
    await schemathesis(rig, tmp_path, "--phases", phases, "--max-examples", "12")


@pytest.mark.parametrize("server", [None], ids=["sqlite"])  # what is read there, no database tells apart
async def test_an_event_whose_data_fits_its_schema_is_understood(rig: Rig, tmp_path: Path) -> None:
    told = ("--include-path", "/api/v1/events", "--mode", "positive", "--phases", "examples,fuzzing")
    await schemathesis(rig, tmp_path, *told, "--max-examples", "8")

    async def look(turn: Turn) -> list[tuple[str, str | None]]:
        return [(row.type, row.reason) for row in await turn.unit.rows(select(events).where(turn.unit.owns(events)))]

    found = await rig.turns.look("lion", look)
    assert [reason for _, reason in found if reason] == []
    assert {kind for kind, _ in found} | {"cart.abandoned"} == set(CONVERSATIONS.told)
