"""``[returns]``: what follows a completed return."""

from __future__ import annotations

from datetime import timedelta

import pytest

from flows.business import ReturnSettings
from tests.handlers.business_file.business_files import SMALLEST, mistakes_of, read


def test_without_a_section_there_are_no_returns_and_an_empty_one_is_as_documented() -> None:
    assert read("").business.returns is None
    hours, days = timedelta(hours=2), timedelta(days=14)
    assert read("[returns]\n").business.returns == ReturnSettings("", "", hours, 0.1, days, 20, 7)


def test_all_settings_are_read() -> None:
    settings = read("""
[returns]
exchange_url = "https://tiger.example/exchange"
donation_url = "https://tiger.example/donate"
window = "30m"
holdout = 0
seen_again = "0"
min_evidence = 50
conversion_days = 30
""").business.returns
    pages = "https://tiger.example/exchange", "https://tiger.example/donate"
    assert settings == ReturnSettings(*pages, timedelta(minutes=30), 0.0, timedelta(0), 50, 30)


@pytest.mark.parametrize(
    ("line", "path", "told"),
    [
        pytest.param('exchange_url = "http://x.example"', "returns.exchange_url", "https", id="no https"),
        pytest.param("holdout = 0.95", "returns.holdout", "from 0 to 0.9", id="nearly everybody"),
        pytest.param('window = "soon"', "returns.window", "must be a time", id="no time"),
        pytest.param("min_evidence = 3", "returns.min_evidence", "from 10", id="too few people"),
        pytest.param("conversion_days = 0", "returns.conversion_days", "from 1 to 90", id="no day"),
        pytest.param("exchange = 1", "returns.exchange", "is unknown", id="another name"),
    ],
)
def test_mistakes_are_told(line: str, path: str, told: str) -> None:
    ((_, where, message),) = mistakes_of(f"{SMALLEST}[returns]\n{line}\n")
    assert where == path
    assert told in message
