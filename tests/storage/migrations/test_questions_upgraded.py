"""A database of release 0.1.0: what was asked before the step is a question after it, and may be answered."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Table, insert, select

from bot.conversations import CONVERSATIONS
from storage.database import migrate
from storage.schema import addresses, businesses, contacts, messages, orders, questions
from storage.sql import json_codec
from tests.upgrades.stored import connected

AT = datetime(2026, 3, 2, 15, 4, 5, tzinfo=UTC)
BUSINESS = "tiger"
ANN, PHONE, ORDER, DESK = (UUID(int=number) for number in range(1, 5))
DAY = timedelta(days=1)
# template, key, values: what its answer is expected as, about what, of which choices, with which values, for how long.
SAID: dict[tuple[str, str, str | None], tuple[Any, ...]] = {
    ("cancel_sure", "a", '{"order": "1234", "items": ["Mug"]}'): ("cancel_sure", ORDER, None, {}, DAY),
    ("cancel_sure", "b", '{"order": "77"}'): ("cancel_sure", None, None, {}, DAY),
    ("cancel_number", "c", '{"orders": ["5", "1234"]}'): ("cancel_number", None, ["5", "1234"], {}, 7 * DAY),
    ("order_cancelled", "d", '{"order": "1234"}'): ("cancel_told", ORDER, None, {}, DAY),
    ("order_status", "e", '{"order": "1234"}'): ("order_told", ORDER, None, {}, DAY),
    ("stop_asked", "f", None): ("stop_asked", None, None, {}, 30 * DAY),
    ("quality_which", "g", '{"orders": ["5"]}'): ("quality_which", None, ["5"], {}, 7 * DAY),
    ("quality_note", "h", None): ("looked_over", None, None, {}, 30 * DAY),
    ("stock_request", f"{DESK}:ask:3", None): ("stock_request", None, None, {"round": 3, "menu": True}, 30 * DAY),
    ("stock_reminders", f"{DESK}:remind:12:again1", None): (
        "stock_request", None, None, {"round": 12, "menu": False}, 30 * DAY,
    ),
    ("stock_paid_undo", f"{DESK}:sure:x", None): ("stock_taken_back", None, None, {}, DAY / 24),
}  # fmt: skip


def _put(connection: Connection, table: Table, *rows: dict[str, object]) -> None:
    for row in rows:
        since = {"created_at": AT} if "created_at" in table.c else {}
        connection.execute(insert(table).values(**{"business": BUSINESS, **since, **row}))


def _message(number: int, template: str, key: str, data: str | None, **values: object) -> dict[str, object]:
    here = {"id": UUID(int=40 + number), "key": key, "channel": "sms", "address": PHONE, "contact": ANN}
    state = {"direction": "out", "kind": "message", "status": "sent", "status_at": AT, "purpose": "transactional"}
    return here | state | {"template": template, "data": data, "left_at": AT} | values


def _fill(connection: Connection) -> None:
    owner = {"id": BUSINESS, "name": "Tiger", "settings": "{}", "created_at": AT, "revision": 1}
    connection.execute(insert(businesses).values(**{name: owner[name] for name in owner if name in businesses.c}))
    _put(connection, contacts, {"id": ANN})
    _put(connection, addresses, {
        "id": PHONE, "contact": ANN, "channel": "sms", "value": "+1", "state": "usable", "state_at": AT,
    })  # fmt: skip
    _put(connection, orders, {"id": ORDER, "contact": ANN, "source": "api", "ref": "r", "number": "#1234"})
    told = [_message(number, *said) for number, said in enumerate(SAID)]
    _put(connection, messages, *told)
    silent: list[tuple[str, dict[str, object]]] = [
        ("thanks", {}), ("stop_asked", {"left_at": None}), ("stop_asked", {"created_at": AT - 31 * DAY}),
    ]  # fmt: skip
    _put(connection, messages, *(
        _message(90 + number, template, str(number), None, **values) for number, (template, values) in enumerate(silent)
    ))  # fmt: skip


def _known(row: Any) -> tuple[Any, Any]:
    """The choices and the values."""
    return json.loads(row.choices or "null"), json_codec.load_values(row.data)


async def test_what_was_asked_is_a_question(old: str) -> None:
    async with connected(old) as connection:
        await connection.run_sync(_fill)
    await migrate.migrate(old, backed_up=True)

    def look(connection: Connection) -> list[tuple[Any, ...]]:
        found = connection.execute(select(questions).order_by(questions.c.message)).all()
        assert {row.expects for row in found} <= CONVERSATIONS.expected
        assert {row.about_kind for row in found if row.about and row.expects != "order_told"} == {"reservation"}
        return [
            (
                row.expects,
                row.about,
                json.loads(row.choices or "null"),
                json_codec.load_values(row.data),
                row.expires_at - AT,
            )
            for row in found
        ]

    async with connected(old) as connection:
        assert await connection.run_sync(look) == list(SAID.values())
