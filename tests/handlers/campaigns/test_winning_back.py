"""Sentences that win customers back, and those that only sound like it."""

from __future__ import annotations

import pytest

from handlers.campaigns.sentences.winning_back import people_of


@pytest.mark.parametrize(
    ("said", "people"),
    [
        ("win back customers gone 90 days, 15% off, friday 6pm", "gone 90 days, 15% off, friday 6pm"),
        ("Win back lost customers tomorrow 10am", "lost customers tomorrow 10am"),
        ("please bring back the customers who have not bought in 60 days", "have not bought in 60 days"),
        ("win-back vip with $5 off now", "vip with $5 off now"),
        (
            "recupera a clientes que no compran hace 90 días, 10% de descuento",
            "no compran hace 90 días, 10% de descuento",
        ),
        ("90 din se gayab grahak ko wapas lao, 15% chhoot", "90 din se gayab grahak , 15% chhoot"),
        ("did we win back customers gone 90 days?", None),
        ("win back", None),
        ("I want my money back", None),
        ("the parcel came back", None),
    ],
)
def test_who_is_to_come_back(said: str, people: str | None) -> None:
    assert people_of(said) == people
