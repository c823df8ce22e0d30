"""A chart and a table that are asked for in chat: a picture and a file on Telegram, each once, with words."""

from __future__ import annotations

import csv
import io
from datetime import timedelta

import pytest

from bot.conversations import CONVERSATIONS
from bot.jobs.job_workbench import Workbench
from tests.delivery.campaigned import launch_to, people
from tests.delivery.house import House
from tests.delivery.shop import OWNER
from tests.providers.telegram import Message


async def _said(house: House, text: str) -> list[Message]:
    """What the owner gets for some words."""
    before = len(house.telegram.messages)
    await house.telegram.say(OWNER, text)
    await house.settle()
    bench = Workbench(house.service.turns, CONVERSATIONS)
    for _ in range(9):
        house.clock.push(elapsed=timedelta(seconds=61))
        if not await bench.step():
            break
    await house.settle()
    return [one for one in house.telegram.messages[before:] if one.chat == OWNER]


@pytest.mark.parametrize("typed", ["/campaign spring chart", "/campaign chart spring", "/campaign_chart_spring"])
async def test_a_campaign_s_chart_is_a_picture_with_its_figures(house: House, typed: str) -> None:
    await people(house, 20)
    await launch_to(house)
    await _said(house, "hello")
    first, picture = await _said(house, typed)
    assert first.text == "The chart comes in a moment."
    assert picture.text.startswith("Spring\n20 sent, 0 clicked")
    assert picture.uploaded is not None
    kind, name, body = picture.uploaded
    assert (kind, name, body[:8]) == ("photo", "spring.png", b"\x89PNG\r\n\x1a\n")


async def test_a_chart_is_dark_where_that_is_asked_for(house: House) -> None:
    await people(house, 20)
    await launch_to(house)
    await _said(house, "hello")
    light, dark, dark_first = [
        (await _said(house, typed))[1].uploaded
        for typed in ("/campaign spring chart", "/campaign spring chart dark", "/campaign dark spring chart")
    ]
    assert light is not None
    assert dark is not None
    assert dark_first is not None
    assert light[2] != dark[2] == dark_first[2]


async def test_a_campaign_s_table_is_a_file(house: House) -> None:
    await people(house, 20)
    await launch_to(house)
    await _said(house, "hello")
    (table,) = await _said(house, "/campaign spring csv")
    assert table.uploaded is not None
    kind, name, body = table.uploaded
    assert (kind, name) == ("document", "spring.csv")
    assert body.decode().startswith("wording,channel,step,planned,sent")
    rows = list(csv.DictReader(io.StringIO(body.decode())))
    names = ("of", "wording", "channel", "step", "stage", "planned", "sent")
    assert [tuple(row[name] for name in names) for row in rows] == [
        ("campaign", "", "", "", "", "20", "20"),
        ("part", "A", "sms", "1", "", "20", "20"),
        ("audience", "", "", "", "none", "20", "20"),
    ]
    told = ("held_out", "unknown", "replied", "opted_out", "not_sent", "roi", "lift")
    assert {tuple(row[name] for name in told) for row in rows} == {("0", "0", "0", "0", "0", "", "")}


@pytest.mark.parametrize("typed", ["/stats 30d chart dark", "/stats chart dark 30d", "/stats dark chart 30d"])
async def test_a_period_s_chart_may_be_dark(house: House, typed: str) -> None:
    said, *_picture = await _said(house, typed)
    assert said.text == "Last 30 days: The chart comes in a moment."


async def test_a_dark_chart_without_a_period_is_of_the_last_days(house: House) -> None:
    said, *_picture = await _said(house, "/stats chart dark")
    assert said.text.endswith("The chart comes in a moment.")


async def test_the_figures_of_a_period_too(house: House) -> None:
    said, *picture = await _said(house, "/stats 30d chart")
    assert said.text == "Last 30 days: The chart comes in a moment."
    assert [(one.text, one.uploaded) for one in picture] == [("0 carts left, 0 messaged, 0 recovered: $0", None)]
    (table,) = await _said(house, "/stats 30d csv")
    assert table.uploaded is not None
    _, name, body = table.uploaded
    assert (table.text, name) == ("Last 30 days:", "stats-30d.csv")
    assert body.decode().splitlines()[1] == "all,,0,0,0,0,0,0,0.00,USD,0.00,0.00,,0,0,,,"
