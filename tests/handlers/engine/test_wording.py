"""How often the texts say that we write: no less than the caps that are set allow."""

from __future__ import annotations

from datetime import timedelta

import pytest

from flows.business import MarketingCap
from handlers.engine.message_text import spell_caps

DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("caps", "told"),
    [
        ([MarketingCap(3, 7 * DAY)], "3/7"),
        ([MarketingCap(3, 7 * DAY), MarketingCap(4, 30 * DAY)], "4/30"),
        ([MarketingCap(2, 7 * DAY), MarketingCap(9, 30 * DAY)], "2/7"),
        ([MarketingCap(1, timedelta(hours=12))], "2/1"),
        ([MarketingCap(0, 7 * DAY)], "0/7"),
        ([], "any"),
    ],
)
def test_the_cap_that_allows_the_fewest_is_told(caps: list[MarketingCap], told: str) -> None:
    assert spell_caps(caps) == told
