"""Numbers that were kept in two writings: the step that gives them one loses no stop."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import UUID

from alembic import command
from sqlalchemy import Connection, insert, select

from flows.phone_numbers import normalise_number
from storage.database import migrate
from storage.schema import addresses, businesses, contacts, permissions
from tests.storage.migrations.test_doubts_upgraded import _run, old

__all__ = ["old"]

AT = datetime(2026, 3, 2, 15, 4, 5, tzinfo=UTC)
NUMBERS = {
    "alone": ("whatsapp", "+5215512345678"),
    "alone in Argentina": ("whatsapp", "+541123456789"),
    "alone in Brazil": ("sms", "+553184726382"),
    "stopped": ("whatsapp", "+5215587654321"),
    "its one writing": ("whatsapp", "+525587654321"),
    "of the sms": ("sms", "+525587654321"),
    "agreed": ("whatsapp", "+553184726383"),
    "agreed at its one writing": ("whatsapp", "+5531984726383"),
    "suppressed": ("sms", "+541123456780"),
    "suppressed at its one writing": ("sms", "+5491123456780"),
    "a landline": ("sms", "+553134726382"),
    "toll-free": ("sms", "+548002223333"),
    "elsewhere": ("sms", "+13145550142"),
    "a name": ("customer", "api:+5215512345678"),
}
IDS = {name: UUID(int=number) for number, name in enumerate(NUMBERS, 1)}
AGREED = ("alone", "its one writing", "of the sms", "agreed", "agreed at its one writing")


def _fill(connection: Connection) -> None:
    connection.execute(insert(businesses).values(id="tiger", settings="{}", created_at=AT))
    for name, (channel, value) in NUMBERS.items():
        here = {"business": "tiger", "id": IDS[name], "created_at": AT}
        connection.execute(insert(contacts).values(**here))
        state = "suppressed" if name == "suppressed" else "usable"
        known = {"channel": channel, "value": value, "state": state, "state_at": AT}
        connection.execute(insert(addresses).values(**here, contact=IDS[name], **known))
    for name in (*AGREED, "stopped"):
        state = "revoked" if name == "stopped" else "confirmed"
        stands = {"business": "tiger", "address": IDS[name], "purpose": "marketing", "programme": "reminders"}
        connection.execute(insert(permissions).values(**stands, state=state, since=AT))


async def test_a_number_gets_one_writing_and_keeps_its_stops(old: str) -> None:
    await _run(old, _fill)
    await _run(old, lambda connection: command.upgrade(migrate.make_config(connection=connection), "head"))
    values: dict[str, str] = {}
    states: dict[str, str] = {}
    stands: dict[tuple[str, str], str] = {}
    names = {id_: name for name, id_ in IDS.items()}

    def look(connection: Connection) -> None:
        for row in connection.execute(select(addresses.c.id, addresses.c.value, addresses.c.state)):
            values[names[row.id]], states[names[row.id]] = row.value, row.state
        for line in connection.execute(select(permissions)):
            stands[names[line.address], line.programme] = line.state

    await _run(old, look)
    both = {"stopped", "agreed", "suppressed"}  # the one writing has a row already
    one = {
        name: value if name in both or channel == "customer" else normalise_number(value)
        for name, (channel, value) in NUMBERS.items()
    }
    assert values == one
    assert {name for name, state in states.items() if state == "suppressed"} == {
        "suppressed", "suppressed at its one writing",
    }  # fmt: skip
    reminders = {name: state for (name, programme), state in stands.items() if programme == "reminders"}
    assert reminders == {
        "alone": "confirmed",
        "stopped": "revoked",
        "its one writing": "revoked",
        "of the sms": "revoked",
        "agreed": "revoked",
        "agreed at its one writing": "confirmed",
        "suppressed": "revoked",
    }
    assert {name for (name, programme), state in stands.items() if programme == "offers" and state == "revoked"} == both
