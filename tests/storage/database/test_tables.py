"""Tables are looked at themselves: what a program would stumble over is told, and what can do no harm is not."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import (
    Boolean,
    Column,
    Float,
    ForeignKeyConstraint,
    Index,
    Integer,
    MetaData,
    SmallInteger,
    String,
    Table,
    Text,
    UniqueConstraint,
    text,
)

from storage.database.schema_version import open_engine
from storage.database.table_check import describe_differences, list_differences
from tests.upgrades.stored import execute, fresh

NEEDED = MetaData()
rooms = Table(
    "rooms",
    NEEDED,
    Column("house", String, primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("door", Text, nullable=False),
)
guests = Table(
    "guests",
    NEEDED,
    Column("id", Integer, primary_key=True),
    Column("house", String),
    Column("room", Integer),
    Column("bed", SmallInteger, nullable=False, server_default="1"),
    Column("here", Boolean, nullable=False),
    Column("pays", Float),
    ForeignKeyConstraint(["house", "room"], ["rooms.house", "rooms.number"]),
    UniqueConstraint("house", "room", "bed"),
)
Index("ix_guests_room", guests.c.house, guests.c.room)
_HERE = text("pays IS NOT NULL")
Index("ix_guests_paying", guests.c.pays, unique=True, sqlite_where=_HERE, postgresql_where=_HERE)

MADE = """
CREATE TABLE rooms (
    house VARCHAR NOT NULL,
    number INTEGER NOT NULL,
    door TEXT NOT NULL,
    PRIMARY KEY (house, number)
);
CREATE TABLE guests (
    id INTEGER NOT NULL PRIMARY KEY,
    house VARCHAR,
    room INTEGER,
    bed SMALLINT DEFAULT 1 NOT NULL,
    here BOOLEAN NOT NULL,
    pays FLOAT,
    FOREIGN KEY (house, room) REFERENCES rooms (house, number),
    UNIQUE (house, room, bed)
);
CREATE INDEX ix_guests_room ON guests (house, room);
CREATE UNIQUE INDEX ix_guests_paying ON guests (pays) WHERE pays IS NOT NULL;
"""


async def _differences(server: str | None, folder: Path, statements: str) -> list[str]:
    async with fresh(server, folder) as url:
        await execute(url, statements)
        engine = open_engine(url, "BEGIN")
        async with engine.connect() as connection:
            found = await connection.run_sync(list_differences, NEEDED)
        await engine.dispose()
    return found


@pytest.mark.parametrize(
    ("said", "instead", "lacking"),
    [
        pytest.param("", "", [], id="as it is to be"),
        pytest.param("    door TEXT NOT NULL,\n", "", ["rooms.door is missing"], id="a column less"),
        pytest.param("pays FLOAT", "pays TEXT", ["guests.pays is {text} and not {float}"], id="another type"),
        pytest.param("bed SMALLINT", "bed BIGINT", ["guests.bed is {big} and not {small}"], id="another width"),
        pytest.param("door TEXT NOT NULL", "door TEXT", ["rooms.door may be empty"], id="may be empty"),
        pytest.param("room INTEGER", "room INTEGER NOT NULL", ["guests.room must not be empty"], id="must not be"),
        pytest.param("DEFAULT 1 NOT NULL", "NOT NULL", ["guests.bed has no default"], id="no default"),
        pytest.param(
            "    pays FLOAT,\n",
            "    pays FLOAT,\n    dog TEXT NOT NULL,\n",
            ["guests.dog is required but not known"],
            id="a column that nobody fills",
        ),
        pytest.param(
            "UNIQUE (house, room, bed)",
            "UNIQUE (house, bed)",
            [
                "guests has no unique key (house, room, bed)",
                "guests has a unique key (house, bed) that is not known",
            ],
            id="another unique key",
        ),
        pytest.param(
            "ON guests (house, room)",
            "ON guests (room, house)",
            ["guests has no index (house, room)"],
            id="another order",
        ),
        pytest.param(
            " WHERE pays IS NOT NULL",
            "",
            [
                "guests has no unique key of some rows (pays)",
                "guests has a unique key (pays) that is not known",
            ],
            id="of all rows",
        ),
        pytest.param(
            "    FOREIGN KEY (house, room) REFERENCES rooms (house, number),\n",
            "",
            ["guests has no reference (house, room) to rooms (house, number)"],
            id="no reference",
        ),
        pytest.param(
            "CREATE TABLE guests",
            "CREATE TABLE visitors",
            ["the table guests is missing"],
            id="a table less",
        ),
        pytest.param(
            "    pays FLOAT,\n",
            "    pays FLOAT,\n    dog TEXT,\n    cats INTEGER DEFAULT 2 NOT NULL,\n",
            [],
            id="columns more",
        ),
        pytest.param(
            "CREATE INDEX ix_guests_room",
            "CREATE INDEX ix_guests_bed ON guests (bed); CREATE TABLE dogs (name TEXT); CREATE INDEX ix_guests_room",
            [],
            id="an index and a table more",
        ),
    ],
)
async def test_what_differs(server: str | None, tmp_path: Path, said: str, instead: str, lacking: list[str]) -> None:
    assert said in MADE
    made = MADE.replace(said, instead) if said else MADE
    if instead.endswith("visitors"):
        made = made.replace("ON guests", "ON visitors")
    names = {"text": "TEXT", "float": "FLOAT", "big": "BIGINT", "small": "SMALLINT"}
    if server is not None:
        names = {"text": "text", "float": "double precision", "big": "bigint", "small": "smallint"}
    assert await _differences(server, tmp_path, made) == [line.format(**names) for line in lacking]


def test_many_differences_are_a_short_sentence() -> None:
    assert describe_differences(["a", "b", "c"]) == "a, b, c"
    assert describe_differences(["a", "b", "c", "d", "e"]) == "a, b, c and 2 more"
