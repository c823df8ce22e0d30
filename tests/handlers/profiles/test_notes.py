"""Notes on a customer, and requests that are sent again."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import select

from handlers.api.idempotency import KEPT, forget_requests
from handlers.engine.turn import Turn
from storage.schema import customer_notes
from storage.unit import Unit
from tests.handlers.profiles.conftest import DANA, NOOR, TIGER, Shop

EVERYBODY = {"name": "Everyone", "criteria": {"all": []}}


@pytest.fixture
async def path(shop: Shop) -> str:
    """Where Dana is."""
    await shop.tell("customer.updated", {"customer": DANA})
    return f"/api/customers/{await shop.id_of(DANA)}"


async def texts(shop: Shop, path: str) -> list[str]:
    return [one["text"] for one in (await shop.get(f"{path}/notes"))["items"]]


async def test_a_note_is_kept_shown_in_the_history_and_taken_out(shop: Shop, path: str) -> None:
    made = await shop.ask("POST", f"{path}/notes", {"text": "Call  after six.\n\u202eNot before. "}, key="write")
    assert (made.status, made.body["text"], made.body["by"]) == (201, "Call after six.\nNot before.", "provider")
    (entry,) = [one for one in (await shop.get(f"{path}/history"))["items"] if one["kind"] == "note"]
    assert (entry["id"], entry["note"]) == (
        made.body["id"],
        {"text": "Call after six.\nNot before.", "by": "api", "order": None},
    )
    assert (await shop.ask("DELETE", f"{path}/notes/{made.body['id']}")).status == 204
    assert (await shop.ask("DELETE", f"{path}/notes/{made.body['id']}")).error == (404, "not_found", "note")
    assert await texts(shop, path) == []


async def test_notes_page_by_page(shop: Shop, path: str) -> None:
    for number in range(3):
        await shop.ask("POST", f"{path}/notes", {"text": f"note {number}"})
    first = await shop.get(f"{path}/notes?limit=2")
    last = await shop.get(f"{path}/notes?limit=2&cursor={first['next']}")
    assert [one["text"] for one in first["items"] + last["items"]] == ["note 2", "note 1", "note 0"]
    assert last["next"] is None


async def test_a_note_goes_with_its_customer(shop: Shop, path: str) -> None:
    await shop.ask("POST", f"{path}/notes", {"text": "Owes us a call."})
    assert (await shop.ask("DELETE", path)).status == 204

    async def look(unit: Unit) -> int:
        return len(await unit.rows(select(customer_notes)))

    assert await shop.service.turns.store.read(TIGER, look) == 0


async def test_a_note_of_another_customer_is_not_taken_out_here(shop: Shop, path: str) -> None:
    await shop.tell("customer.updated", {"customer": NOOR})
    note = (await shop.ask("POST", f"{path}/notes", {"text": "hers"})).body["id"]
    other = f"/api/customers/{await shop.id_of(NOOR)}"
    assert (await shop.ask("DELETE", f"{other}/notes/{note}")).error == (404, "not_found", "note")
    assert await texts(shop, path) == ["hers"]


@pytest.mark.parametrize("text", ["", " \n ", "\u200b", "x" * 2001, 7, None, ["a"]], ids=repr)
async def test_what_is_no_note(shop: Shop, path: str, text: object) -> None:
    assert (await shop.ask("POST", f"{path}/notes", {"text": text})).error == (422, "invalid", "text")


async def test_a_request_that_is_sent_again_does_nothing_again(shop: Shop, path: str) -> None:
    sent = [await shop.ask("POST", f"{path}/notes", {"text": "once"}, Idempotency_Key="k-1") for _ in range(2)]
    assert [one.status for one in sent] == [201, 201]
    assert sent[0].body == sent[1].body
    assert ["Idempotent-Replayed" in one.headers for one in sent] == [False, True]
    assert await texts(shop, path) == ["once"]


async def test_another_body_path_or_api_key_is_another_request(shop: Shop, path: str) -> None:
    first = await shop.ask("POST", f"{path}/notes", {"text": "one"}, Idempotency_Key="k-1")
    other = await shop.ask("POST", f"{path}/notes", {"text": "two"}, Idempotency_Key="k-1")
    assert (first.status, other.error) == (201, (422, "invalid", "Idempotency-Key"))
    assert (await shop.ask("POST", f"{path}/notes", {"text": "two"}, Idempotency_Key="k-2")).status == 201
    assert (await shop.ask("POST", f"{path}/notes", {"text": "one"}, "write", Idempotency_Key="k-1")).status == 201
    assert (await shop.ask("POST", "/api/segments", EVERYBODY, Idempotency_Key="k-1")).status == 201
    assert await texts(shop, path) == ["one", "two", "one"]


@pytest.mark.parametrize("key", ["", "two words", "x" * 256], ids=["empty", "a blank", "too long"])
async def test_what_is_no_key(shop: Shop, key: str) -> None:
    answer = await shop.ask("POST", "/api/segments", EVERYBODY, Idempotency_Key=key)
    assert answer.error == (422, "invalid", "Idempotency-Key")


async def test_a_segment_is_made_once_however_often_it_is_sent_at_once(shop: Shop) -> None:
    sent = await asyncio.gather(
        *(shop.ask("POST", "/api/segments", EVERYBODY, Idempotency_Key="k-1") for _ in range(5))
    )
    assert {(one.status, one.body["id"]) for one in sent} == {(201, sent[0].body["id"])}
    assert sum("Idempotent-Replayed" in one.headers for one in sent) == 4


async def test_what_failed_may_be_sent_again(shop: Shop) -> None:
    wrong = await shop.ask("POST", f"/api/customers/{UUID(int=7)}/notes", {"text": "x"}, Idempotency_Key="k-1")
    assert wrong.status == 404
    await shop.ask("POST", "/api/segments", EVERYBODY)
    taken = await shop.ask("POST", "/api/segments", EVERYBODY, Idempotency_Key="k-2")
    assert taken.error == (409, "conflict", "name")
    (kept,) = (await shop.get("/api/segments"))["items"]
    await shop.ask("DELETE", f"/api/segments/{kept['id']}")
    assert (await shop.ask("POST", "/api/segments", EVERYBODY, Idempotency_Key="k-2")).status == 201


async def test_what_was_made_and_is_gone_is_told(shop: Shop) -> None:
    made = await shop.ask("POST", "/api/segments", EVERYBODY, Idempotency_Key="k-1")
    await shop.ask("DELETE", made.headers["Location"])
    answer = await shop.ask("POST", "/api/segments", EVERYBODY, Idempotency_Key="k-1")
    assert answer.error == (409, "conflict", "Idempotency-Key")


async def test_a_request_is_known_for_two_days(shop: Shop, path: str) -> None:
    body, key = {"text": "again"}, "k-1"
    for passed, many in ((KEPT, 1), (KEPT + timedelta(seconds=1), 2)):
        await shop.ask("POST", f"{path}/notes", body, Idempotency_Key=key)

        async def later(turn: Turn, passed: timedelta = passed) -> None:
            await forget_requests(replace(turn, now=turn.now + passed), None)

        await shop.service.turns.act(TIGER, later)
        await shop.ask("POST", f"{path}/notes", body, Idempotency_Key=key)
        assert len(await texts(shop, path)) == many
