"""Before people were found along an index: the step that fills the index leaves out nobody, and adds nobody erased."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import insert, select

from flows.search_words import IN_DEVANAGARI, IN_LATIN, parts
from storage.database import migrate as steps
from storage.schema import addresses, contacts, name_parts
from tests.upgrades.stored import bring_to, connected, fresh

AT = datetime(2026, 3, 2, 15, 4, 5, tzinfo=UTC)
MANY = 5_010  # more than are looked at together
PEOPLE: Mapping[int, Mapping[str, object]] = {
    1: {"name": "José Núñez"},
    2: {"name": "Jose Nunez Rao", "merged_into": UUID(int=3)},  # and again into the first
    3: {"name": "JOSE NUNEZ", "merged_into": UUID(int=1)},
    4: {"name": None, "erased_at": AT},
    5: {"name": "%_"},
    6: {"name": None},
}
NAMES = {
    11: (1, "sms", "+13145550142", "24105554131+"),
    12: (1, "email", "José@Kiln.example", "@jose@kiln.example"),
    13: (1, "customer", "shopify:7001", "#7001"),
    14: (1, "whatsapp", "US.nobody", None),
    15: (1, "cart", "c1", None),
    16: (4, "sms", "erased:0123456789", None),
}


@pytest.fixture
async def empty(server: str | None, tmp_path: Path) -> AsyncIterator[str]:
    """The URL of a database without a table."""
    async with fresh(server, tmp_path) as url:
        yield url


async def test_people_who_were_known_before_are_found(empty: str) -> None:
    await bring_to(empty, "0001")
    plain: dict[str, object] = {"merged_into": None, "erased_at": None, "created_at": AT, "business": "kiln"}
    known = [{**plain, "id": UUID(int=number), **told} for number, told in PEOPLE.items()]
    crowd = [{**plain, "id": UUID(int=number), "name": f"Crowd {number}"} for number in range(100, 100 + MANY)]
    named = [
        {"id": UUID(int=number), "contact": UUID(int=who), "channel": channel, "value": value}
        for number, (who, channel, value, _) in NAMES.items()
    ]
    usable = {"business": "kiln", "state": "usable", "state_at": AT, "created_at": AT}
    async with connected(empty) as connection:
        await connection.execute(insert(contacts), [*known, *crowd])
        await connection.execute(insert(addresses), [{**usable, **one} for one in named])
    await steps.migrate(empty)
    async with connected(empty) as connection:
        found = (await connection.execute(select(name_parts.c.contact, name_parts.c.part))).all()
        sought = (await connection.execute(select(addresses.c.id, addresses.c.sought))).all()
    theirs = {(row.contact.int, row.part) for row in found if row.contact.int < 100}
    assert theirs == {(1, part) for name in ("jose nunez", "jose nunez rao") for part in parts(name)}
    assert len([row for row in found if row.part.startswith("crowd ")]) == MANY
    assert {row.id.int: row.sought for row in sought} == {number: told[3] for number, told in NAMES.items()}


async def test_names_in_other_letters_are_found_of_people_who_were_known_before(empty: str) -> None:
    await bring_to(empty, "0001")
    plain: dict[str, object] = {"merged_into": None, "erased_at": None, "created_at": AT, "business": "kiln"}
    names = {1: "नूर चोपड़ा", 2: "Noor Chopra", 3: "İpek", 4: "山田", 5: None}
    async with connected(empty) as connection:
        known = [{**plain, "id": UUID(int=number), "name": name} for number, name in names.items()]
        known.append({**plain, "id": UUID(int=6), "name": "Nur", "merged_into": UUID(int=2)})
        await connection.execute(insert(contacts), known)
    await steps.migrate(empty)
    async with connected(empty) as connection:
        found = (await connection.execute(select(name_parts.c.contact, name_parts.c.part))).all()
    assert {(row.contact.int, row.part) for row in found if row.part[0] in IN_LATIN + IN_DEVANAGARI} == {
        (1, "~nur copr "), (1, "~copr "), (2, "^nur copr "), (2, "^copr "), (2, "^nur "), (3, "^ipek "),
    }  # fmt: skip
