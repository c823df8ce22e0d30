"""A database of release 0.1.0: what was asked, while its messages have their texts, is kept with the consents."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import UUID

from alembic import command
from sqlalchemy import Connection, insert, select

from storage.database import migrate
from storage.schema import addresses, businesses, consents, contacts, disclosures, messages
from tests.storage.migrations.test_doubts_upgraded import _run, old

__all__ = ["old"]

ASKED = datetime(2026, 3, 2, 15, 4, 5, tzinfo=UTC)
PERSON, PHONE, YES, BARE, TOLD = (UUID(int=number) for number in range(1, 6))
ASK = "Tiger Tees: Dana, reply YES for cart reminders."


def _fill(connection: Connection) -> None:
    here = {"business": "tiger", "created_at": ASKED}
    connection.execute(insert(businesses).values(id="tiger", settings="{}", created_at=ASKED))
    connection.execute(insert(contacts).values(**here, id=PERSON, name="Dana Reyes"))
    where = {"channel": "sms", "value": "+1", "state": "usable", "state_at": ASKED}
    connection.execute(insert(addresses).values(**here, id=PHONE, contact=PERSON, **where))
    ours = {"contact": PERSON, "address": PHONE, "direction": "out", "channel": "sms", "status": "sent", "key": "ask"}
    text = {"template": "opt_in_ask", "text": ASK, "locale": "en", "left_at": ASKED, "status_at": ASKED}
    kind = {"kind": "opt_in_ask", "purpose": "marketing", "asked": 0}
    connection.execute(insert(messages).values(**here, id=UUID(int=9), **ours, **text, **kind))
    for line, words, minutes in ((YES, "opt_in_ask", 1), (BARE, "opt_in_ask", -1), (TOLD, "Text me", 1)):
        at = {"at": ASKED + timedelta(minutes=minutes), "recorded_at": ASKED}
        said = {"purpose": "marketing", "programme": "reminders", "action": "confirmed", "source": "x", "text": words}
        known = {"business": "tiger", "id": line, "contact": PERSON, "address": PHONE}
        connection.execute(insert(consents).values(**known, **said, **at))


def _look(connection: Connection) -> tuple[object, object]:
    lines = connection.execute(select(consents.c.id, consents.c.shown, consents.c.means)).all()
    kept = connection.execute(
        select(disclosures.c.id, disclosures.c.text, disclosures.c.template, disclosures.c.locale)
    ).all()
    return {row.id: (row.shown, row.means) for row in lines}, [tuple(row) for row in kept]


async def test_the_question_that_was_answered_is_kept(old: str) -> None:
    await _run(old, _fill)
    await _run(old, lambda connection: command.upgrade(migrate.make_config(connection=connection), "head"))
    seen: list[tuple[object, object]] = []
    await _run(old, lambda connection: seen.append(_look(connection)))
    ((lines, kept),) = seen
    assert lines == {YES: (YES, "answer"), BARE: (None, None), TOLD: (None, None)}
    assert kept == [(YES, "Tiger Tees: {name}, reply YES for cart reminders.", "opt_in_ask", "en")]
