"""``/api/customers/{id}/privacy`` and ``/corrections``: what ends for a customer's data, and corrections that stay."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select

from handlers.engine.turn import Turn
from storage.schema import audit
from tests.cases import each
from tests.handlers.profiles.conftest import DANA, TIGER, Shop

RICH = {**DANA, "locale": "en-US", "birthday": "1990-05-04", "region": "AL", "timezone": "America/Chicago"}
OPEN: dict[str, Any] = {"restricted": None, "profiling_objected": None, "sharing_opted_out": None, "corrected": []}


@pytest.fixture
async def path(shop: Shop) -> str:
    """Where Dana is."""
    await shop.tell("customer.updated", {"customer": RICH})
    return f"/api/customers/{await shop.id_of(DANA)}"


async def logged(shop: Shop, *actions: str) -> list[tuple[str, str]]:
    """The deeds in the audit, each with its figures."""

    async def work(turn: Turn) -> list[tuple[str, str]]:
        here = (turn.unit.owns(audit), audit.c.action.in_(actions))
        rows = await turn.unit.rows(select(audit).where(*here).order_by(audit.c.id))
        return [(row.action, row.figures) for row in rows]

    return await shop.service.turns.act(TIGER, work)


@each("field", ["restricted", "profiling_objected", "sharing_opted_out"])
async def test_a_use_ends_and_is_allowed_again(shop: Shop, path: str, field: str) -> None:
    assert (await shop.ask("GET", f"{path}/privacy")).body == OPEN
    ended = await shop.ask("PUT", f"{path}/privacy", {field: True})
    assert {name for name, value in ended.body.items() if value} == {field}
    again = await shop.ask("PUT", f"{path}/privacy", {field: True})
    assert (await shop.ask("GET", f"{path}/privacy")).body == again.body == ended.body
    assert (await shop.ask("PUT", f"{path}/privacy", {field: False})).body == OPEN


async def test_each_change_is_in_the_audit_once(shop: Shop, path: str) -> None:
    for restricted in (True, True, False, False):
        await shop.ask("PUT", f"{path}/privacy", {"restricted": restricted})
    kind = '{"use": "processing"}'
    deeds = await logged(shop, "data use ended", "data use allowed")
    assert deeds == [("data use ended", kind), ("data use allowed", kind)]


async def test_an_objection_to_marketing_ends_it_everywhere(shop: Shop, path: str) -> None:
    consent = {"channel": "sms", "action": "granted", "source": "checkout", "text": "Yes", "occurred_at": None}
    told = {"customer": RICH, "consents": [{**consent, "occurred_at": "2026-02-01T10:00:00Z"}]}
    await shop.tell("customer.updated", told)
    assert (await shop.ask("PUT", f"{path}/privacy", {"marketing_objected": True})).status == 200
    shown = (await shop.ask("GET", path)).body
    assert [one["agreed"] for one in shown["addresses"]] == [[] for _ in shown["addresses"]]
    assert [name for name, _ in await logged(shop, "messages ended")] == ["messages ended"]


async def test_after_an_objection_no_score_is_shown(shop: Shop, path: str) -> None:
    await shop.order("o1", RICH)
    assert (await shop.ask("GET", path)).body["lifecycle"] is not None
    await shop.ask("PUT", f"{path}/privacy", {"profiling_objected": True})
    shown = (await shop.ask("GET", path)).body
    assert (shown["lifecycle"], shown["rfm"], shown["spend_percentile"], shown["orders"]) == (None, None, None, 1)


CORRECTIONS: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
    "a name": ({"name": "Dana Lopez"}, {"name": "Dana Lopez"}),
    "a birthday": ({"birthday": "1991-06-05"}, {"birthday": "1991-06-05"}),
    "no birthday": ({"birthday": None}, {"birthday": None}),
    "a place": ({"city": "Austin", "region": "TX", "country": "US"}, {"city": "Austin", "region": "TX"}),
}


@each("case", CORRECTIONS)
async def test_a_correction_stays_whatever_the_shop_says_later(shop: Shop, path: str, case: str) -> None:
    told, expected = CORRECTIONS[case]
    corrected = await shop.ask("POST", f"{path}/corrections", told)
    await shop.tell("customer.updated", {"customer": {**RICH, "city": "Mobile"}})
    shown = (await shop.ask("GET", path)).body
    assert corrected.status == 200
    assert {name: shown[name] for name in expected} == expected
    assert set(told) <= set((await shop.ask("GET", f"{path}/privacy")).body["corrected"])


async def test_what_is_not_corrected_follows_the_shop(shop: Shop, path: str) -> None:
    await shop.ask("POST", f"{path}/corrections", {"name": "Dana Lopez"})
    await shop.tell("customer.updated", {"customer": {**RICH, "name": "Dana R.", "city": "Mobile"}})
    shown = (await shop.ask("GET", path)).body
    assert (shown["name"], shown["city"]) == ("Dana Lopez", "Mobile")


async def test_put_does_not_undo_a_correction(shop: Shop, path: str) -> None:
    await shop.ask("POST", f"{path}/corrections", {"birthday": "1991-06-05"})
    assert (await shop.ask("PUT", path, {"birthday": "1990-05-04"})).error == (409, "conflict", "birthday")
    assert (await shop.ask("PUT", path, {"birthday": "1991-06-05", "city": "Mobile"})).status == 200
    assert (await shop.ask("POST", f"{path}/corrections", {"birthday": "1992-01-01"})).body["birthday"] == "1992-01-01"


async def test_a_language_is_that_of_messages(shop: Shop, path: str) -> None:
    assert (await shop.ask("POST", f"{path}/corrections", {"language": "hi-Latn"})).body["language"] == "hi-Latn"


async def test_the_audit_names_the_fields_and_no_value(shop: Shop, path: str) -> None:
    await shop.ask("POST", f"{path}/corrections", {"name": "Dana Lopez", "city": "Austin"})
    assert await logged(shop, "data corrected") == [("data corrected", '{"fields": "city name"}')]


@each(
    ("method", "end", "body", "error"),
    [
        ("POST", "corrections", {"birthday": "the fourth of May"}, (422, "invalid", "birthday")),
        ("POST", "corrections", {"phone": "+13145550199"}, (422, "invalid", "phone")),
        ("POST", "corrections", {"language": "fr"}, (422, "invalid", "language")),
        ("PUT", "privacy", {"restricted": "maybe"}, (422, "invalid", "restricted")),
        ("PUT", "privacy", {"marketing_objected": False}, (422, "invalid", "marketing_objected")),
    ],
)
async def test_bad_input_is_refused(
    shop: Shop, path: str, method: str, end: str, body: dict[str, Any], error: tuple[int, str, str]
) -> None:
    assert (await shop.ask(method, f"{path}/{end}", body)).error == error


async def test_rights_need_the_scope_of_an_admin(shop: Shop, path: str) -> None:
    for method, end in (("PUT", "privacy"), ("POST", "corrections")):
        assert (await shop.ask(method, f"{path}/{end}", {}, key="write")).status == 403
