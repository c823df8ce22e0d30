"""The items of orders were one JSON before their lines were rows: the step that made them rows leaves out none."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import select, text

from storage.database import migrate as steps
from storage.schema import order_lines
from tests.upgrades.stored import bring_to, connected, execute, fresh

ITEMS = """[{"sku":"MUG","title":"Mug","variant":"blue","quantity":2,"price":{"micros":19900000,"currency":"EUR"}},
    {"sku":"","title":"It''s a saucer","variant":"","quantity":1,"price":null}]"""
OLD = """[{"sku":"TEA","title":"Tea"}]"""  # as a release before may have kept it


@pytest.fixture
async def empty(server: str | None, tmp_path: Path) -> AsyncIterator[str]:
    """The URL of a database without a table."""
    async with fresh(server, tmp_path) as url:
        yield url


async def test_items_that_were_told_before_are_lines(empty: str) -> None:
    """Of orders that count: not of those called off, heard of in part, or of somebody who was erased."""
    await bring_to(empty, "0001")
    postgres = empty.startswith("postgres")
    at = "TIMESTAMPTZ '2026-03-01 00:00:00+00'" if postgres else "1772323200000000"

    def made(number: int) -> str:
        return f"'{UUID(int=number)}'" if postgres else f"X'{UUID(int=number).hex}'"

    def placed(number: int, contact: int, items: str, *, when: str = at, off: str = "NULL") -> str:
        values = (
            f"'kiln', {made(number)}, 'shop', 'o{number}', '{number}', {made(contact)}, '{items}', {when}, {off}, {at}"
        )
        columns = "business, id, source, ref, number, contact, items, placed_at, cancelled_at, created_at"
        return f"INSERT INTO orders ({columns}) VALUES ({values})"  # noqa: S608 - of this test alone

    people = [
        f"INSERT INTO contacts (business, id, erased_at, created_at) VALUES ('kiln', {made(who)}, {erased}, {at})"  # noqa: S608
        for who, erased in ((1, "NULL"), (2, at))
    ]
    rows = [
        placed(11, 1, ITEMS),
        placed(12, 1, OLD),
        placed(13, 1, ITEMS, off=at),
        placed(14, 1, ITEMS, when="NULL"),
        placed(15, 2, ITEMS),
        placed(16, 1, "[]"),
    ]
    await execute(empty, ";\n".join([*people, *rows]) + ";")
    await steps.migrate(empty)
    one = order_lines.c
    query = select(one.order, one.line, one.contact, one.sku, one.title, one.variant, one.quantity, one.price)
    async with connected(empty) as connection:
        found = (await connection.execute(query.order_by(one.order, one.line))).all()
        assert (await connection.execute(text("SELECT count(*) FROM order_lines WHERE at IS NULL"))).scalar() == 0
    assert [(row.order.int, row.contact.int, *row[1:2], *row[3:]) for row in found] == [
        (11, 1, 0, "MUG", "Mug", "blue", 2, 19_900_000),
        (11, 1, 1, "", "It's a saucer", "", 1, None),
        (12, 1, 0, "TEA", "Tea", "", 1, None),
    ]
