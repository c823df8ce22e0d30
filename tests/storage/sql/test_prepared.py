"""Statements that come again say the same as the first time, when SQLAlchemy itself executed them."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import Executable, bindparam, event, func, select
from sqlalchemy.exc import IntegrityError, StatementError

from storage.database.stores import Database
from storage.schema import addresses, contacts
from storage.sql.column_types import Moment
from storage.sql.statements import owns
from storage.unit import Unit
from tests.storage.world import NOW, SHOP, after, do

TIMES = 3  # that a statement is executed: SQLAlchemy's, the one that is prepared, and one that is prepared already
IDS = [UUID(int=number) for number in range(1, 6)]
_OF = contacts.c.created_at >= bindparam("since", type_=Moment)
_MADE = select(contacts).where(owns(contacts), _OF).order_by(contacts.c.id)
_SOME = select(contacts.c.id, contacts.c.created_at).where(owns(contacts), _OF)
_LATER = select(contacts.c.id, func.count().label("many")).where(owns(contacts), _OF, contacts.c.created_at != NOW)
_SAME = addresses.c.contact == contacts.c.id
_BOTH = select(contacts.c.id, addresses.c.id, addresses.c.value).join(addresses, _SAME).where(owns(contacts), _OF)
_NAMED = select(contacts.c.id).where(owns(contacts), contacts.c.id.in_(bindparam("ids", expanding=True)))
_TAKEN_OUT = addresses.delete().where(owns(addresses), addresses.c.id == bindparam("one")).returning(addresses.c.value)


async def fill(unit: Unit) -> None:
    for number, identity in enumerate(IDS):
        await unit.add(contacts, id=identity, created_at=after(number))
        values = {"contact": identity, "channel": "sms", "value": str(number), "state": "usable"}
        await unit.add(addresses, id=identity, state_at=NOW, created_at=NOW, **values)


@pytest.mark.parametrize(
    ("statement", "values"),
    [
        pytest.param(_MADE, {"since": after(2)}, id="ids and moments"),
        pytest.param(_LATER.group_by(contacts.c.id), {"since": NOW}, id="a value that stands in the statement"),
        pytest.param(_NAMED, {"ids": IDS[:3]}, id="a list"),
        pytest.param(_NAMED, {"ids": []}, id="an empty list"),
        pytest.param(_BOTH, {"since": after(1)}, id="two columns of one name"),
        pytest.param(_SOME.union_all(_SOME), {"since": after(4)}, id="two in one"),
    ],
)
async def test_each_time_it_answers_the_same(store: Database, statement: Executable, values: dict[str, Any]) -> None:
    await do(store, fill)
    answers = [await do(store, lambda unit: unit.rows(statement, **values)) for _ in range(TIMES)]
    told = [[tuple(row) for row in rows] for rows in answers]
    assert told[0] == told[1] == told[2]
    assert [row._fields for row in answers[0]] == [row._fields for row in answers[-1]]
    assert all(isinstance(row.id, UUID) and row._mapping["id"] == row.id for row in answers[-1])


async def test_lists_of_other_lengths_are_other_statements(store: Database) -> None:
    await do(store, fill)
    for many in (1, 1, 3, 2, 0, 5):
        rows = await do(store, lambda unit, many=many: unit.rows(_NAMED, ids=IDS[:many]))  # type: ignore[misc]
        assert sorted(row.id for row in rows) == IDS[:many]


async def test_statements_of_one_shape_have_their_own_values(store: Database) -> None:
    await do(store, fill)
    for many, most in ((1, 5), (3, 5), (3, 2), (0, 5), (5, 4)):
        query = select(contacts.c.id).where(contacts.c.id.in_(IDS[:many]), contacts.c.name.is_(None)).limit(most)
        rows = await do(store, lambda unit, one=query: unit.rows(one.order_by(contacts.c.id)))  # type: ignore[misc]
        assert [row.id for row in rows] == IDS[:many][:most]


async def test_changes_of_one_shape_have_their_own_values(store: Database) -> None:
    await do(store, fill)
    for identity, name in zip(IDS, ("Ada", "Bo", "Cy"), strict=False):
        here = contacts.c.id == identity
        assert await do(store, lambda unit, h=here, n=name: unit.change_all(contacts, h, name=n)) == 1  # type: ignore[misc]
    counted = select(func.count(), func.max(contacts.c.name)).where(contacts.c.name.is_not(None))
    for _ in range(TIMES):
        assert tuple(await do(store, lambda unit: unit.fetch_one(counted))) == (3, "Cy")


async def test_a_built_statement_without_its_value_is_an_error(store: Database) -> None:
    for _ in range(TIMES):
        with pytest.raises(StatementError):
            await do(store, lambda unit: unit.rows(select(contacts.c.id).where(contacts.c.name == bindparam("none"))))


async def test_rows_are_read_by_the_column_too(store: Database) -> None:
    await do(store, fill)
    rows = [await do(store, lambda unit: unit.fetch_one(_MADE, since=after(4))) for _ in range(TIMES)]
    assert {row._mapping[contacts.c.created_at] for row in rows} == {after(4)}


async def test_what_is_taken_out_is_told(store: Database) -> None:
    await do(store, fill)
    told = [await do(store, lambda unit, one=one: unit.rows(_TAKEN_OUT, one=one)) for one in IDS[:TIMES]]  # type: ignore[misc]
    assert [[row.value for row in rows] for rows in told] == [["0"], ["1"], ["2"]]
    assert await do(store, lambda unit: unit.rows(_TAKEN_OUT, one=IDS[0])) == []


async def test_how_many_rows_a_change_touched(store: Database) -> None:
    await do(store, fill)
    for identity, touched in ((IDS[0], 1), (IDS[1], 1), (IDS[2], 1), (UUID(int=99), 0)):
        assert await do(store, lambda unit, i=identity: unit.change(contacts, i, name="Ada")) == touched  # type: ignore[misc]
    named = await do(store, lambda unit: unit.rows(select(contacts.c.id).where(contacts.c.name == "Ada")))
    assert sorted(row.id for row in named) == IDS[:3]


async def test_a_key_that_is_there_is_an_error_that_tells_no_values(store: Database) -> None:
    await do(store, fill)
    for _ in range(TIMES):
        with pytest.raises(IntegrityError) as wrong:
            await do(store, lambda unit: unit.add(contacts, id=IDS[0], created_at=NOW, name="Ada Secret"))
        assert "Ada Secret" not in str(wrong.value)
    assert await do(store, lambda unit: unit.value(select(func.count()).select_from(contacts))) == len(IDS)


async def test_who_listens_hears_each_of_them(store: Database) -> None:
    heard: list[str] = []

    async def ask(unit: Unit) -> None:
        connection = unit.connection.sync_connection
        assert connection is not None
        for _ in range(TIMES):
            await unit.rows(_MADE, since=NOW)
        event.listen(connection, "before_cursor_execute", lambda _c, _u, text, *_: heard.append(text))
        for _ in range(TIMES):
            await unit.rows(_MADE, since=NOW)

    await do(store, ask, SHOP)
    assert len([one for one in heard if one.startswith("SELECT")]) == TIMES
