"""A database of release 0.1.0: each message learns what it is about and in whose experiment its person is drawn."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import UUID

from sqlalchemy import Connection, Table, insert, select

from storage.database import migrate
from storage.schema import addresses, businesses, carts, contacts, draws, messages, orders, reservations, runs
from tests.upgrades.stored import connected

AT = datetime(2026, 3, 2, 15, 4, 5, tzinfo=UTC)
BUSINESS = "tiger"
ANN, BEA, EVE, PHONE, CART, BOUGHT, RESERVED = (UUID(int=number) for number in range(1, 8))
RECOVERING, SOURCED = UUID(int=21), UUID(int=22)


def _put(connection: Connection, table: Table, *rows: dict[str, object]) -> None:
    for row in rows:
        since = {"created_at": AT} if "created_at" in table.c else {}
        connection.execute(insert(table).values(business=BUSINESS, **since, **row))


def _fill(connection: Connection) -> None:
    owner = {"id": BUSINESS, "name": "Tiger", "settings": "{}", "created_at": AT, "revision": 1}
    connection.execute(insert(businesses).values(**{name: owner[name] for name in owner if name in businesses.c}))
    _put(connection, contacts, {"id": ANN}, {"id": BEA, "merged_into": ANN}, {"id": EVE, "merged_into": BEA})
    _put(connection, addresses, {
        "id": PHONE, "contact": ANN, "channel": "sms", "value": "+1", "state": "usable", "state_at": AT,
    })  # fmt: skip
    money = {"total": 1, "currency": "USD", "items": "[]"}
    _put(connection, carts, {
        "id": CART, "source": "api", "cart": "c", "checkout_url": "", "as_of": AT, "status": "open", **money,
    })  # fmt: skip
    for bought in (BOUGHT, RESERVED):
        _put(connection, orders, {"id": bought, "source": "api", "ref": str(bought), "number": str(bought)})
    _put(connection, reservations, {
        "id": RESERVED, "run": SOURCED, "contact": ANN, "status": "checking", "express": False, "for_stock": False,
        "approved": False, "pay": "after", "amount": 1, "fee": 0, "credit": 0, "currency": "USD", "token": "t",
        "changed_at": AT,
    })  # fmt: skip
    for run, flow, kind, subject in ((RECOVERING, "recovery", "cart", CART), (SOURCED, "sourcing", "order", RESERVED)):
        state = {"key": str(run), "contact": ANN, "state": "{}", "version": 1, "started_at": AT}
        _put(connection, runs, {"id": run, "flow": flow, "subject_kind": kind, "subject": subject, **state})
    for number, (said_by, about, template) in enumerate(SAID):
        purpose = "marketing" if template == "back_in_stock" else "transactional"
        here = {"id": UUID(int=40 + number), "key": str(number), "channel": "sms", "address": PHONE, "contact": ANN}
        state = {"direction": "out", "kind": "message", "status": "sent", "status_at": AT}
        what = {"run": said_by, "subject": about, "template": template, "purpose": purpose}
        _put(connection, messages, here | state | what)
    for who, name, held in (
        (EVE, "recovery", True),
        (BEA, "recovery", False),
        (ANN, "offers", False),
        (EVE, "offers", True),
    ):
        drawn = {"chance": 0.5, "draw": 0.1 if held else 0.9, "held_out": held}
        _put(connection, draws, {"experiment": name, "contact": who, **drawn})


SAID = (
    (RECOVERING, CART, "cart_reminder"),
    (RECOVERING, None, "no_thanks"),
    (SOURCED, RESERVED, "reserved"),
    (None, BOUGHT, "shipped"),
    (None, UUID(int=99), "gone"),
    (None, None, "back_in_stock"),
)
KNOWN = [
    ("recovery", "cart"),
    ("recovery", None),
    (None, "reservation"),
    (None, "purchase"),
    (None, None),
    ("back_in_stock", None),
]


async def test_what_was_said_is_about_what_it_was_about(old: str) -> None:
    async with connected(old) as connection:
        await connection.run_sync(_fill)
    await migrate.migrate(old, backed_up=True)

    def look(connection: Connection) -> None:
        found = connection.execute(select(messages.c.experiment, messages.c.subject_kind).order_by(messages.c.id)).all()
        assert [tuple(row) for row in found] == KNOWN
        kinds = connection.execute(select(runs.c.subject_kind).order_by(runs.c.id)).scalars().all()
        assert list(kinds) == ["cart", "reservation"]
        theirs = select(draws.c.experiment, draws.c.held_out).where(draws.c.contact == ANN)
        drawn = connection.execute(theirs.order_by(draws.c.experiment)).all()
        assert [tuple(row) for row in drawn] == [("offers", False), ("recovery", True)], "their own, else any of theirs"

    async with connected(old) as connection:
        await connection.run_sync(look)
