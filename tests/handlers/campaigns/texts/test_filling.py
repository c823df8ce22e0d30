"""Facts of people in the words of campaigns, as whoever told them wrote them."""

from __future__ import annotations

import pytest

from handlers.campaigns.texts.wording_values import clean_fact


@pytest.mark.parametrize(
    ("fact", "named"),
    [
        ("Mobile", "Mobile"),
        ("7.5", "7.5"),
        ("Austin https://evil.example/x", "Austin"),
        ("Austin evil.example", "Austin evil example"),
        ("Aus\u202etin\n/pause", "Aus tin / pause"),
        ("A" * 5000, "A" * 59 + "…"),
    ],
)
def test_a_fact_is_a_short_line_without_a_link(fact: str, named: str) -> None:
    assert clean_fact(fact) == named
