"""A database of release 0.1.0: who told of each consent, and questions that were open go on."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from alembic import command
from sqlalchemy import Connection, insert, select
from sqlalchemy.ext.asyncio import create_async_engine

from flows.consent.stop_question import NAME, Doubted
from storage.database import migrate
from storage.database.stores import make_driver_url
from storage.schema import addresses, businesses, consents, contacts, messages, runs, waits
from storage.sql import json_codec
from tests import databases

ASKED = datetime(2026, 3, 2, 15, 4, 5, tzinfo=UTC)
IDS = [UUID(int=number) for number in range(1, 40)]
SILENT, SPOKE, PHONE = IDS[0], IDS[1], IDS[2]
BUSINESS = "tiger"
LINES = (
    ("revoked", "opt-out.clear", IDS[20], "person"),
    ("confirmed", "start", None, "person"),
    ("granted", "Text me.", IDS[21], "shop"),
    ("revoked", "unsubscribed", IDS[22], "shop"),
)


@pytest.fixture
async def old(server: str | None, tmp_path: object) -> AsyncIterator[str]:
    """The URL of a database at the step of that release."""
    url = f"sqlite:///{tmp_path}/old.db" if server is None else await databases.create(server, template="template1")
    await _run(url, lambda connection: command.upgrade(migrate.make_config(connection=connection), "0001"))
    yield url
    if server is not None:
        await databases.drop(server, url)


async def _run(url: str, work: object) -> None:
    engine = create_async_engine(make_driver_url(url))
    async with engine.begin() as connection:
        await connection.run_sync(work)  # type: ignore[arg-type]
    await engine.dispose()


def _fill(connection: Connection) -> None:
    here = {"business": BUSINESS, "created_at": ASKED}
    owner = {"id": BUSINESS, "name": "Tiger", "settings": "{}", "created_at": ASKED, "revision": 1}
    known = {name: value for name, value in owner.items() if name in businesses.c}
    connection.execute(insert(businesses).values(**known))
    for contact in (SILENT, SPOKE):
        connection.execute(insert(contacts).values(**here, id=contact))
    connection.execute(
        insert(addresses).values(
            **here, id=PHONE, contact=SILENT, channel="sms", value="+1", state="usable", state_at=ASKED
        )
    )
    for number, (action, words, event, _) in enumerate(LINES):
        line = {"purpose": "marketing", "programme": "offers", "source": "x", "at": ASKED, "recorded_at": ASKED}
        values = {"id": IDS[10 + number], "contact": SILENT, "address": PHONE, "action": action, "text": words}
        connection.execute(consents.insert().values(business=BUSINESS, event=event, **values, **line))
    _say(connection, IDS[30], SILENT, "in", None)
    _say(connection, IDS[31], SILENT, "out", "stop_asked", IDS[30])
    _say(connection, IDS[32], SPOKE, "out", "stop_asked")
    _say(connection, IDS[33], SPOKE, "in", None)


def _say(
    connection: Connection, identity: UUID, contact: UUID, direction: str, template: str | None, to: UUID | None = None
) -> None:
    values = {"kind": "answer", "purpose": "transactional", "status": "sent", "status_at": ASKED, "channel": "sms"}
    here = {"business": BUSINESS, "id": identity, "key": str(identity), "created_at": ASKED, "left_at": ASKED}
    about = {"contact": contact, "address": PHONE, "direction": direction, "template": template, "reply_to": to}
    connection.execute(insert(messages).values(**here, **values, **about))


async def test_what_was_open_goes_on_and_each_line_has_its_teller(old: str) -> None:
    await _run(old, _fill)
    await migrate.migrate(old, backed_up=True)

    def look(connection: Connection) -> None:
        told = connection.execute(select(consents.c.teller).order_by(consents.c.id)).scalars().all()
        assert list(told) == [teller for *_, teller in LINES]
        (run,) = connection.execute(select(runs)).all()
        assert (run.flow, run.key, run.contact, run.started_at) == (NAME, str(SILENT), SILENT, ASKED)
        assert json_codec.load(Doubted, run.state) == Doubted(IDS[30], ASKED + timedelta(days=1))
        (wait,) = connection.execute(select(waits)).all()
        assert (wait.run, wait.name, wait.due_at) == (run.id, "answer", ASKED + timedelta(days=1))

    await _run(old, look)
