"""One search in the logs tells a whole story: a STOP's, and a reminder's from the cart to the receipt."""

from __future__ import annotations

import io
import json
import logging
import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import structlog

from bot import service_log
from bot.config import Settings
from storage.events.event_inbox import event_id
from tests.delivery import shop
from tests.delivery.house import House
from tests.delivery.shop import ANN, NUMBER, TIGER

CART = [("taken", "cart.updated"), ("acted upon", "cart.updated")]
RECEIPTS = [("taken", "receipt.arrived")] * 2 + [("acted upon", "receipt.arrived")] * 2  # sent, delivered


@pytest.fixture
def written() -> Iterator[io.StringIO]:
    """What the logs write; afterwards they are as they were."""
    root, stream = logging.getLogger(), io.StringIO()
    before = (root.handlers[:], root.level, {name: logging.getLogger(name).level for name in service_log.OURS})
    service_log.configure(Settings(log_format="json"), stream)
    yield stream
    structlog.reset_defaults()
    root.handlers[:], root.level = before[0], before[1]
    for name, level in before[2].items():
        logging.getLogger(name).setLevel(level)


def search(written: io.StringIO, digits: str) -> list[dict[str, Any]]:
    """The lines that a search for these digits finds."""
    return [json.loads(line) for line in written.getvalue().splitlines() if digits in line]


def told(lines: list[dict[str, Any]]) -> list[tuple[str, str | None]]:
    return [(line["event"], line.get("type")) for line in lines]


def make_sure_nobody_is_named(written: io.StringIO) -> None:
    assert re.search(r"3145550|Tiger|STOP|stop|cart/c1", written.getvalue()) is None


async def test_a_stop(house: House, written: io.StringIO) -> None:
    await house.remind()
    url = f"{house.url}/channels/twilio/{TIGER}/inbound"
    assert await house.twilio.say(ANN, NUMBER, "Stop", url=url) == 200
    await house.settle()
    await house.twilio.deliver()
    await house.settle()
    (taken,) = [line for line in search(written, "taken") if line["type"] == "message.received"]
    story = search(written, taken["id"][-12:])
    assert {line["trail"] for line in story} == {taken["id"][-12:]}
    begins = [("taken", "message.received"), ("acted upon", "message.received"), ("handed over", None)]
    assert told(story)[:3] == begins
    assert told(story)[3:] == RECEIPTS
    assert [line["status"] for line in story if line["event"] == "acted upon"][1:] == ["sent", "delivered"]
    make_sure_nobody_is_named(written)


async def test_a_reminder(house: House, written: io.StringIO) -> None:
    reminder = await house.remind()
    await house.twilio.deliver()
    await house.settle()
    cart = event_id(TIGER, "api", "evt_1")
    digits = str(cart)[-12:]
    assert str(reminder.id)[-12:] == str(reminder.run)[-12:] == digits
    story = told(search(written, digits))
    assert story[:4] == [*CART, ("woken", None), ("handed over", None)]
    assert story[4:] == RECEIPTS
    make_sure_nobody_is_named(written)


async def test_two_people_have_two_stories(house: House, written: io.StringIO) -> None:
    await house.remind()
    other = shop.customer("+13145550133", None, "Bo")
    await house.tell(shop.consented(other, house.clock.now(), ("sms",)))
    await house.tell(shop.cart(other, house.clock.now(), "c2"))
    await house.settle()
    await house.pass_(now=shop.FIRST_STEP, elapsed=timedelta(seconds=5))
    first, second = await house.reminders()
    stories = [search(written, str(one.id)[-12:]) for one in (first, second)]
    assert [sum(line["event"] == "handed over" for line in story) for story in stories] == [1, 1]
    assert {line["trail"] for line in stories[0]}.isdisjoint(line["trail"] for line in stories[1])
