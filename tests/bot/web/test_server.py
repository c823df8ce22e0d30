"""Errors have one form, that of the API, wherever in the service they come from."""

from __future__ import annotations

import io
from collections.abc import AsyncIterator, Awaitable, Callable

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer
from structlog.testing import capture_logs

from bot.spool import Full
from bot.web.web_server import LARGEST_BODY, build
from handlers.engine.turn import UnknownBusiness
from storage.database.stores import DatabaseAway

Client = TestClient[web.Request, web.Application]


def raising(error: Exception) -> Callable[[web.Request], Awaitable[web.Response]]:
    async def answer(http: web.Request) -> web.Response:
        await http.read()
        raise error

    return answer


PATHS: dict[str, tuple[Exception, int, str]] = {
    "/body": (web.HTTPBadRequest(text="the body is not a JSON object"), 400, "not_json"),
    "/proof": (web.HTTPUnauthorized(text="no"), 401, "unauthorized"),
    "/elsewhere": (web.HTTPForbidden(text="no"), 403, "forbidden"),
    "/nobody": (UnknownBusiness("no business is called lion"), 404, "not_found"),
    "/away": (DatabaseAway("the database is away"), 503, "unavailable"),
    "/full": (Full("the spool is full"), 503, "unavailable"),
    "/gone": (web.HTTPGone(text="no"), 410, "gone"),
    "/mistake": (ZeroDivisionError("ours"), 500, "internal"),
}


@pytest.fixture
async def client() -> AsyncIterator[Client]:
    def mount(app: web.Application) -> None:
        for path, (error, _, _) in PATHS.items():
            app.router.add_post(path, raising(error))

    async with TestClient(TestServer(build(mount))) as opened:
        yield opened


@pytest.mark.parametrize(("path", "status", "code"), [(path, *told[1:]) for path, told in PATHS.items()])
async def test_an_error_names_no_field_as_null(client: Client, path: str, status: int, code: str) -> None:
    async with client.post(path) as answer:
        error = (await answer.json())["error"]
    assert (answer.status, error) == (status, {"code": code, "message": error["message"], "field": None})
    assert ("Retry-After" in answer.headers) is (status == 503)


@pytest.mark.parametrize(
    ("method", "path", "size", "status", "code"),
    [
        pytest.param("GET", "/nowhere", 0, 404, "not_found", id="no such path"),
        pytest.param("GET", "/body", 0, 405, "method_not_allowed", id="another method"),
        pytest.param("POST", "/proof", LARGEST_BODY + 1, 413, "too_large", id="too much"),
    ],
)
async def test_what_the_server_refuses_by_itself(
    client: Client, method: str, path: str, size: int, status: int, code: str
) -> None:
    async with client.request(method, path, data=io.BytesIO(b" " * size)) as answer:
        error = (await answer.json())["error"]
    assert (answer.status, error["code"], error["field"]) == (status, code, None)


@pytest.mark.parametrize(
    ("own", "told"), [("order-77.a_B", True), ("", False), ("two words", False), ("x" * 101, False)]
)
async def test_a_request_has_an_id_to_ask_about_it_by(client: Client, own: str, told: bool) -> None:
    answers = [await client.post(path, headers={"X-Request-Id": own}) for path in ("/mistake", "/nowhere")]
    ids = [one.headers["X-Request-Id"] for one in answers]
    assert [one == own for one in ids] == [told, told]
    assert told or len(set(ids)) == 2


async def test_the_id_stands_in_the_log_of_what_went_wrong(client: Client) -> None:
    with capture_logs() as logged:
        await client.post("/mistake", headers={"X-Request-Id": "r-1"})
    assert [(one["event"], one["id"]) for one in logged] == [("request failed", "r-1")]
