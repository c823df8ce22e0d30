"""The recovery report over HTTP: its period is read, and the rest is the report's own."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from bot.conversations import CONVERSATIONS
from handlers.api.openapi import describe
from handlers.engine.checked_fields import utc
from tests.handlers.api.conftest import Rig, check

PATH = "/api/v1/reports/recovery"
MARCH, APRIL = datetime(2026, 3, 1, tzinfo=UTC), datetime(2026, 4, 1, tzinfo=UTC)
PERIODS = {
    "all time": ("", (None, None)),
    "left empty": ("?from=&to=", (None, None)),
    "a month": ("?from=2026-03-01T00:00:00Z&to=2026-04-01T00:00:00Z", (MARCH, APRIL)),
    "from on": ("?from=2026-03-01T00:00:00Z", (MARCH, None)),
    "with an offset": ("?to=2026-04-01T05:30:00%2B05:30", (None, APRIL)),
    "with a plus sign that is not encoded": ("?to=2026-04-01T05:30:00+05:30", (None, APRIL)),
    "nothing at all": ("?from=2026-03-01T00:00:00Z&to=2026-03-01T00:00:00Z", (MARCH, MARCH)),
}


@pytest.mark.parametrize(("query", "period"), PERIODS.values(), ids=PERIODS)
async def test_the_period_is_read(rig: Rig, query: str, period: tuple[datetime | None, datetime | None]) -> None:
    status, report = await rig.get(PATH + query)
    assert (status, report["from"], report["to"]) == (200, utc(period[0]), utc(period[1]))


WRONG = {
    "no time": ("?from=march", "from"),
    "a local time": ("?to=2026-03-01T00:00:00", "to"),
    "before times": ("?from=0001-01-01T00:00:00Z", "from"),
}


async def test_its_ends_may_be_given_in_either_order(rig: Rig) -> None:
    status, report = await rig.get(PATH + "?from=2026-04-01T00:00:00Z&to=2026-03-01T00:00:00Z")
    assert (status, report["from"], report["to"]) == (200, utc(MARCH), utc(APRIL))


@pytest.mark.parametrize(("query", "field"), WRONG.values(), ids=WRONG)
async def test_a_wrong_period_is_refused(rig: Rig, query: str, field: str | None) -> None:
    status, answer = await rig.get(PATH + query)
    assert (status, answer["error"]["code"], answer["error"]["field"]) == (422, "invalid", field)


async def test_the_report_has_the_documented_shape(rig: Rig) -> None:
    _, report = await rig.get(PATH)
    check(describe(CONVERSATIONS.endpoints, None), "RecoveryReport", report)
    assert (report["currency"], report["carts"], report["revenue"]) == ("USD", 0, "0.00")


async def test_the_report_of_offers_has_its_documented_form(rig: Rig) -> None:
    path = "/api/v1/reports/offers"
    status, empty = await rig.get(f"{path}?from=2026-03-01T00:00:00Z")
    assert (status, empty["from"]) == (200, "2026-03-01T00:00:00Z")
    names = ("prompts", "sent", "clicked", "converted", "revenue", "billed", "currency", "by_offer", "by_brand")
    assert [empty[name] for name in names] == [0, 0, 0, 0, "0.00", "0.00", "USD", [], []]
    assert (empty["returned"], empty["revenue_per_return"], empty["treated"]) == ({}, None, None)
    check(describe(CONVERSATIONS.endpoints, None), "OfferReport", empty)
    assert (await rig.get(f"{path}?from=soon"))[0] == 422
