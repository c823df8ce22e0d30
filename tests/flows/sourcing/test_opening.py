"""When a shop is open: by its hours, and around a holiday of now or of a later day."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from flows.sourcing.shop_hours import opens_at
from tests.cases import each

DELHI = ZoneInfo("Asia/Kolkata")


def at(day: int, hour: int) -> datetime:
    return datetime(2026, 3, day, hour, tzinfo=DELHI)


@each(
    ("now", "until", "since", "expected"),
    [
        pytest.param(at(3, 12), None, None, None, id="open"),
        pytest.param(at(3, 8), None, None, at(3, 10), id="before its hours"),
        pytest.param(at(3, 21), None, None, at(4, 10), id="after its hours"),
        pytest.param(at(3, 12), at(5, 10), None, at(5, 10), id="on holiday"),
        pytest.param(at(3, 12), at(3, 17), None, at(3, 17), id="back today"),
        pytest.param(at(5, 12), at(5, 10), None, None, id="back"),
        pytest.param(at(3, 12), at(5, 10), at(4, 0), None, id="a holiday of tomorrow leaves today alone"),
        pytest.param(at(3, 21), at(5, 10), at(4, 0), at(5, 10), id="in the evening before it"),
        pytest.param(at(4, 12), at(5, 10), at(4, 0), at(5, 10), id="on that day"),
        pytest.param(at(3, 21), at(8, 10), at(7, 0), at(4, 10), id="long before it"),
    ],
)
def test_when_it_opens(
    now: datetime, until: datetime | None, since: datetime | None, expected: datetime | None
) -> None:
    assert opens_at(600, 1200, DELHI, now.astimezone(UTC), until, since) == expected
