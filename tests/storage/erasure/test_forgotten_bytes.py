"""What was erased is in no file of a SQLite database any more: neither in its pages nor in its write-ahead log."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy.ext.asyncio import create_async_engine

from bot.conversations import HOLDINGS
from flows.delivery import MessageStatus
from flows.events import Customer, CustomerUpdated
from storage.database.sqlite import SqliteDatabase
from storage.database.stores import Database
from storage.erasure.erasure import ERASURE, SCRUBBED, scrub_person
from storage.erasure.file_erasure import Forgetting
from storage.events.event_inbox import Arrival, event_id
from storage.people.people import Identity
from storage.unit import Unit
from storage.upkeep.retention import sweep
from tests.delivery import shop
from tests.delivery.house import House, open_house
from tests.delivery.test_bad_input import INBOUND, SHOPIFY, post, shopify_proof, twilio_proof
from tests.processes.waiting import until
from tests.providers.twilio import ACCOUNT
from tests.storage.world import NOW, do, person, queued

SOON = 10.0  # seconds on a slow machine
PHONE = "+13145550142"
TRACES = (b"Danuta", b"3145550142", b"danuta@mail.example", b"recover/8131", b"true to size")
DANUTA = {"id": 81, "first_name": "Danuta", "last_name": "P", "phone": PHONE, "email": "danuta@mail.example"}
CHECKOUT: dict[str, Any] = {
    "id": 31, "token": "tok31", "cart_token": "cart31", "currency": "USD", "presentment_currency": "USD",
    "total_price": "39.00", "subtotal_price": "39.00", "completed_at": None, "phone": PHONE,
    "created_at": shop.MORNING.isoformat(), "updated_at": shop.MORNING.isoformat(), "email": "danuta@mail.example",
    "abandoned_checkout_url": "https://parley-dev.myshopify.com/recover/8131", "customer": DANUTA,
    "line_items": [{"sku": "K", "title": "Blue kurta", "quantity": 1, "price": "39.00"}],
}  # fmt: skip
ONE_FILE = pytest.mark.parametrize("server", ["sqlite"], indirect=True)


def found(folder: Path, traces: tuple[bytes, ...] = TRACES) -> set[tuple[str, bytes]]:
    """Which traces stand in which of the files beside each other."""
    files = {file.name: file.read_bytes() for file in folder.rglob("*") if file.is_file()}
    return {(name, trace) for name, content in files.items() for trace in traces if trace in content}


@pytest.fixture
async def house(database: str) -> AsyncIterator[House]:
    """The shop with its store, living: its workers go by themselves."""
    async with open_house(database, text=shop.file(store=True), whole=True) as opened:
        await opened.service.start()
        yield opened


async def tell(house: House, topic: str, told: dict[str, Any]) -> int:
    body = json.dumps(told).encode()
    return await post(house, SHOPIFY, body, shopify_proof(house, SHOPIFY, body, topic))


async def write(house: House, text: str) -> int:
    ends = f"From=%2B13145550142&To=%2B{shop.NUMBER[1:]}"
    body = f"AccountSid={ACCOUNT}&MessageSid=SM{text.replace(' ', '')}&{ends}&Body={text}".encode()
    return await post(house, INBOUND, body, twilio_proof(house, INBOUND, body))


@ONE_FILE
async def test_a_living_service_forgets_the_bytes_within_seconds(house: House, tmp_path: Path) -> None:
    for number in range(30):  # enough rows around hers that pages are split and filled again
        other = {**CHECKOUT, "id": 100 + number, "token": f"t{number}", "cart_token": f"c{number}", "email": None}
        other |= {"phone": f"+1314555{number:04}", "customer": {"id": 200 + number, "first_name": f"Bo{number}"}}
        assert await tell(house, "checkouts/create", {**other, "abandoned_checkout_url": "https://a.example/b"}) == 200
        if number % 10 == 5:
            late = {**CHECKOUT, "total_price": f"{number}.00"}
            assert await tell(house, "checkouts/update" if number > 5 else "checkouts/create", late) == 200
    assert await write(house, "is it true to size") == 200
    assert {trace for _, trace in found(tmp_path)} == set(TRACES)
    await until("an answer", lambda: _is_true(bool(house.texts_to(PHONE))), SOON)

    house.clock.push(now=shop.MINUTE)
    assert (
        await tell(
            house,
            "customers/redact",
            {"shop_domain": "parley-dev.myshopify.com", "customer": DANUTA, "orders_to_redact": []},
        )
        == 200
    )
    await until("forgetting", lambda: _is_true(not found(tmp_path)), SOON)
    assert await tell(house, "checkouts/update", {**CHECKOUT, "total_price": "41.00"}) == 200, "late, and kept nameless"
    await house.settle()
    assert found(tmp_path) == set()


async def _is_true(what: bool) -> bool:
    return what


@ONE_FILE
async def test_what_retention_takes_out_leaves_the_files_too(store: Database, tmp_path: Path) -> None:
    """While the service goes on: a log of SQLite is emptied by its last connection only, if nobody asks for it."""

    async def tell_of(unit: Unit) -> None:
        contact, _ = await person(unit, Identity("sms", PHONE))
        await queued(unit, Identity("sms", PHONE), status=MessageStatus.SENT, text="Danuta, you left Blue kurta")
        identity = event_id(unit.business, "api", "e")
        told = CustomerUpdated(Customer(name="Danuta"), NOW)
        await unit.inbox.add(Arrival(identity, "api", "e", NOW, b"recover/8131", told, lane=contact, contact=contact))
        await unit.inbox.finish(identity)

    await do(store, tell_of)
    old = (b"you left Blue kurta", b"recover/8131")
    assert {trace for _, trace in found(tmp_path, old)} == set(old)
    await do(store, lambda unit: sweep(unit, {}, NOW + timedelta(days=100), NOW))
    await until("forgetting", lambda: _is_true(not found(tmp_path, old)), SOON)


@ONE_FILE
async def test_a_reader_delays_it_and_nobody_else(store: Database, tmp_path: Path) -> None:
    async def tell_of(unit: Unit) -> None:
        contact, _ = await person(unit, Identity("email", "danuta@mail.example"))
        identity = event_id(unit.business, "api", "e")
        raw = b"danuta@mail.example"
        await unit.inbox.add(Arrival(identity, "api", "e", NOW, raw, None, lane=identity, contact=contact, reason="x"))

    async def forget(unit: Unit) -> None:
        contact, _ = await person(unit, Identity("email", "danuta@mail.example"))
        await scrub_person(unit, contact, NOW, lambda value: "h")

    await do(store, tell_of)
    with closing(sqlite3.connect(tmp_path / "parley.db", isolation_level=None)) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM events").fetchall()
        await do(store, forget)
        for number in range(20):  # whoever writes meanwhile waits for nobody
            await do(store, lambda unit, n=number: person(unit, Identity("email", f"{n}@b.example")))  # type: ignore[misc]
        assert found(tmp_path)
        reader.execute("COMMIT")
        await until("forgetting", lambda: _is_true(not found(tmp_path)), SOON)
    assert (tmp_path / "parley.db-wal").stat().st_size == 0
    await do(store, lambda unit: person(unit, Identity("email", "bo@mail.example")))


@ONE_FILE
async def test_copies_that_a_full_page_left_behind_are_forgotten(store: Database, tmp_path: Path) -> None:
    """Rows that went to another page leave their bytes in the old one: what deletes them overwrites the new ones."""
    danuta = Identity("email", "danuta@mail.example")
    await do(store, lambda unit: person(unit, danuta))
    await store.close()
    _leave_behind(tmp_path / "parley.db", b"Danuta of recover/8131")
    later = _opened(store, tmp_path)

    async def forget(unit: Unit) -> None:
        contact, _ = await person(unit, danuta)
        await scrub_person(unit, contact, NOW, lambda value: "h")

    await do(later, forget)
    await later.close()
    assert not found(tmp_path), "also where the process ends right after it"


def _leave_behind(file: Path, content: bytes) -> None:
    """Where a page has no rows (https://www.sqlite.org/fileformat.html, 1.6)."""
    pages = bytearray(file.read_bytes())
    size = int.from_bytes(pages[16:18], "big")
    for start in range(size, len(pages), size):
        kind, cells, ends = pages[start], _two(pages, start + 3), _two(pages, start + 5)
        free = 8 + 2 * cells
        if kind in (0x0A, 0x0D) and cells and ends - free > len(content):
            pages[start + free : start + free + len(content)] = content
            file.write_bytes(pages)
            return
    raise AssertionError("every page is full")


def _two(pages: bytearray, at: int) -> int:
    return int.from_bytes(pages[at : at + 2], "big")


def _opened(ended: Database, folder: Path) -> SqliteDatabase:
    """The store of the next process."""
    return SqliteDatabase(f"sqlite+aiosqlite:///{folder / 'parley.db'}", ended.ids, HOLDINGS)


@ONE_FILE
async def test_what_an_ended_process_left_to_forget_is_forgotten_by_the_next(store: Database, tmp_path: Path) -> None:
    """An erasure is known to the file from its own transaction on, until the file was written anew."""
    await do(store, lambda unit: person(unit, Identity("email", "danuta@mail.example")))
    await store.close()
    with closing(sqlite3.connect(tmp_path / "parley.db", isolation_level=None)) as ended:
        ended.execute("PRAGMA user_version = 2")
    later = _opened(store, tmp_path)
    try:
        await do(later, lambda unit: person(unit, Identity("email", "bo@mail.example")))

        async def is_anew() -> bool:
            with closing(sqlite3.connect(tmp_path / "parley.db")) as file:
                return bool(file.execute("PRAGMA user_version").fetchone() == (0,))

        await until("writing anew", is_anew, SOON)
    finally:
        await later.close()


@ONE_FILE
async def test_a_large_file_is_written_anew_a_hundredth_of_the_time(store: Database, tmp_path: Path) -> None:
    """Also where it has to be done again, or cannot be done."""
    time = [1_000.0]

    class Slow(Forgetting):
        async def _vacuum(self) -> int:
            time[0] += 3.0
            if time[0] > 2_000:
                raise sqlite3.OperationalError("database or disk is full")
            return await super()._vacuum()

    engine = create_async_engine(f"sqlite+aiosqlite:///{tmp_path / 'parley.db'}")
    forgetting = Slow(engine, lambda: time[0])

    async def erased() -> float | None:
        async with engine.begin() as connection:
            await forgetting.note(connection, {ERASURE, SCRUBBED})
        while forgetting.is_due:
            await forgetting.step()
        return forgetting.at

    assert await erased() is None, "at once"
    assert await erased() == 1_003 + 300, "what comes soon after it waits"
    time[0] = 1_303.0
    while forgetting.is_due:
        await forgetting.step()
    assert forgetting.at is None
    time[0] = 5_000.0
    assert await erased() == 5_003 + 300, "what cannot be done is not tried more often"
    await engine.dispose()
