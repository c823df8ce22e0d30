"""Mail addresses that were kept as they were typed, before there was one writing."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import select

from flows.mail_address import normalise_mail
from storage.schema import addresses, businesses, contacts
from tests.upgrades.stored import bring_to, connected, fresh

AT = datetime(2026, 3, 1, 10, tzinfo=UTC)
# In the order of their ids: the writing before the step, and behind it. The fourth is another person's with the third.
MAILS = [
    ("dana@mail.example", "dana@mail.example"),
    (" Bo@Mail.Example ", "bo@mail.example"),
    ("ADA@mail.example", "ada@mail.example"),
    ("Ada@mail.example", "Ada@mail.example"),
    ("jose\u0301@mail.example", "jos\u00e9@mail.example"),
]


async def test_mail_addresses_get_one_writing_and_no_two_become_one(server: str | None, tmp_path: Path) -> None:
    async with fresh(server, tmp_path) as url:
        await bring_to(url, "0001")
        mine = {"business": "tiger"}
        async with connected(url) as connection:
            await connection.execute(businesses.insert().values(id="tiger", settings="{}", created_at=AT))
            for at, (mail, _) in enumerate(MAILS, start=1):
                who, since = UUID(int=at), {"created_at": AT, "state": "usable", "state_at": AT}
                await connection.execute(contacts.insert().values(**mine, id=who, created_at=AT))
                named = {"contact": who, "channel": "email", "value": mail}
                await connection.execute(addresses.insert().values(**mine, id=who, **named, **since))
        await bring_to(url, "0002")
        async with connected(url) as connection:
            found = await connection.execute(select(addresses.c.contact, addresses.c.value).order_by(addresses.c.id))
            expected = [(UUID(int=at), mail) for at, (_, mail) in enumerate(MAILS, start=1)]
            assert [tuple(row) for row in found] == expected


@pytest.mark.parametrize(
    ("written", "one"),
    [
        ("Dana@Mail.Example", "dana@mail.example"),
        ("\tdana@mail.example\u00a0", "dana@mail.example"),
        ("JOSE\u0301@mail.example", "jos\u00e9@mail.example"),
        ("", ""),
    ],
)
def test_one_mail_is_its_own_writing(written: str, one: str) -> None:
    assert normalise_mail(written) == one == normalise_mail(one)
