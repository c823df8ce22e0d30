"""The commands that come closest to a text that is none."""

import pytest

from bot.conversations import CONVERSATIONS
from handlers.admins.closest import MOST, closest


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("revenue last month", "stats"),
        ("bikri kitni hui", "stats"),
        ("/refund 1234", "refunded"),
        ("/undo", "cancel"),
        ("/products", "stock"),
        ("/commission", "shops"),
        ("/orderz", "orders"),
        ("how many orders today", "orders"),
        ("payouts", "paid"),
    ],
)
def test_the_closest_comes_first(text: str, first: str) -> None:
    assert closest(text, list(CONVERSATIONS.commands))[0].name == first


@pytest.mark.parametrize("text", ["what is the weather", "show it", "asdf", "", "🔥"])
def test_nothing_is_near(text: str) -> None:
    assert closest(text, list(CONVERSATIONS.commands)) == []


def test_a_few_are_shown() -> None:
    assert len(closest("orders stock shops payout refund cart", list(CONVERSATIONS.commands))) == MOST
