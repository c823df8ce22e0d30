"""Whatever the order in which the news of one morning comes, and however often: the same messages leave."""

from __future__ import annotations

import asyncio
import json
import random
import re
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.conversations import CONVERSATIONS
from handlers.api.event_endpoints import SOURCE
from handlers.api.event_envelope import make_envelope_model
from handlers.api.request_body import read_body
from handlers.people.inbound_event import InboundEvent
from storage.sending.message import Message
from tests.transcripts.script import Script
from tests.transcripts.world import BUSINESS, World, world

NINE = datetime(2026, 3, 2, 15, tzinfo=UTC)
DAYS = timedelta(days=6)

ANN = {"id": "c_ann", "name": "Ann Gray", "telegram": "61", "region": "MO"}
BEN = {"id": "c_ben", "name": "Ben Gray", "phone": "+13145550102", "region": "MO"}
CAM = {"id": "c_cam", "name": "Cam Gray", "telegram": "63", "phone": "+13145550103", "region": "MO"}
DEE = {"id": "c_dee", "name": "Dee Gray", "telegram": "64", "region": "MO"}


def _at(minute: int) -> str:
    return (NINE + timedelta(minutes=minute)).isoformat()


def _cart(cart: str, person: dict[str, str], *titles: str, **more: Any) -> dict[str, Any]:
    items = [{"sku": title.upper(), "title": title, "quantity": 1, "price": "20.00"} for title in titles]
    url = f"https://tigertees.example/cart/{cart}"
    total = f"{20 * len(titles)}.00"
    return {
        "cart_id": cart,
        "currency": "USD",
        "total": total,
        "items": items,
        "checkout_url": url,
        "customer": person,
    } | more


def _order(order: str, person: dict[str, str], *titles: str, **more: Any) -> dict[str, Any]:
    data = _cart("", person, *titles, order_id=order, **more)
    return {name: value for name, value in data.items() if value != "" and name != "checkout_url"}


def _box(channel: str, minute: int, **more: Any) -> dict[str, Any]:
    given_ = {"channel": channel, "source": "checkout box", "text": "Text me", "at": _at(minute), "double": True}
    return given_ | more


# Ann changes her cart, and an older one of hers is told too. Ben buys what he left, by that cart. Cam takes back one of
# her two consents at the shop, which is as wide as a STOP. Dee buys the same things by another cart, and her parcel is
# on its way.
EVENTS: tuple[tuple[str, int, dict[str, Any]], ...] = (
    ("cart.updated", 0, _cart("a1", ANN, "Kurta", consent=_box("telegram", 0))),
    ("cart.updated", 4, _cart("a1", ANN, "Kurta", "Scarf")),
    ("cart.updated", 2, _cart("a0", ANN, "Hat")),
    ("cart.updated", 1, _cart("b1", BEN, "Kurta", consent=_box("sms", 1))),
    ("order.created", 5, _order("o1", BEN, "Kurta", cart_id="b1")),
    ("order.refunded", 6, {"order_id": "o1", "currency": "USD", "total": "5.00"}),
    ("cart.updated", 3, _cart("k1", CAM, "Socks", consent=_box("sms", 3))),
    ("customer.consented", 2, {"customer": CAM, "consent": _box("telegram", 2)}),
    ("customer.consented", 5, {"customer": CAM, "consent": _box("telegram", 5, action="revoked")}),
    ("cart.updated", 1, _cart("d1", DEE, "Kurta", "Scarf", consent=_box("telegram", 1))),
    ("order.created", 7, _order("o2", DEE, "Scarf", "Kurta", "Hat")),
    ("order.shipped", 8, {"order_id": "o2", "carrier": "UPS"}),
)
SCRIPT = Script(
    "One morning's news",
    'recovery.steps = [{ after = "30m" }, { after = "24h" }]',
    frozenset(),
    {},
    NINE + timedelta(minutes=10),
    (),
)


def _news(number: int) -> InboundEvent:
    kind, minute, data = EVENTS[number]
    identity = f"e{number}"
    body = json.dumps({"id": identity, "type": kind, "occurred_at": _at(minute), "data": data}).encode()
    return InboundEvent(
        SOURCE, identity, read_body(make_envelope_model(CONVERSATIONS.told), body).event(SCRIPT.start), body
    )


async def _sent(order: Sequence[int], database: str, pauses: frozenset[int] = frozenset()) -> list[tuple[Any, ...]]:
    """What leaves in the days after these news came in this order; work is done at ``pauses``."""
    async with world(SCRIPT, database) as here:
        for place, number in enumerate(order):
            await here.service.inbox.take(BUSINESS, _news(number))
            if place in pauses:
                await here.settle()
        await here.push(SCRIPT.start + DAYS)
        return sorted(await _told(here))


async def _told(here: World) -> Iterator[tuple[Any, ...]]:
    messages = [one for one in await here.messages() if one.direction == "out" and one.left_at is not None]
    written = await here.look(lambda turn: turn.unit.messages.addresses_of(messages))
    return ((written[one.address], one.status.value, one.code, _moment(one), _text(one)) for one in messages)


def _moment(message: Message) -> str:
    return message.left_at.isoformat() if message.left_at else "-"


def _text(message: Message) -> str:
    return re.sub(r"/l/\w{7}", "/l/…", message.text or "-")


def _expected() -> list[tuple[Any, ...]]:
    chat = "Hi Ann, you left Kurta and Scarf in your cart at Tiger Tees. It's still saved for you."
    again = (
        "Hi Ann, still thinking about Kurta and Scarf? Your cart at Tiger Tees is kept for you. "
        "Any question? Just write here."
    )
    ann = ("telegram:61", "sent", None)
    return sorted(
        [
            (*ann, (NINE + timedelta(minutes=34)).isoformat(), chat),
            (*ann, (NINE + timedelta(hours=24, minutes=4)).isoformat(), again),
        ]
    )


_ALL = list(range(len(EVENTS)))
_DELIVERIES = st.tuples(
    st.permutations(_ALL), st.lists(st.sampled_from(_ALL), max_size=8), st.sets(st.sampled_from(_ALL))
)


@settings(max_examples=20, suppress_health_check=list(HealthCheck), deadline=None)
@given(deliveries=_DELIVERIES)
def test_any_order_and_any_repeats(deliveries: tuple[list[int], list[int], set[int]], migrated_file: Path) -> None:
    each_once, again, pauses = deliveries
    with tempfile.TemporaryDirectory() as folder:
        database = f"sqlite:///{shutil.copy(migrated_file, folder)}"
        assert asyncio.run(_sent([*each_once, *again], database, frozenset(pauses))) == _expected()


@pytest.mark.parametrize("seed", range(4))
async def test_shuffled(seed: int, database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The same on both databases, for a few orders that do not change."""
    monkeypatch.chdir(tmp_path)
    chance = random.Random(seed)
    order = _ALL * 2
    chance.shuffle(order)
    assert await _sent(order, database, frozenset(chance.sample(_ALL, 4))) == _expected()


async def test_in_order(database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert await _sent(_ALL, database, frozenset(_ALL)) == _expected()
