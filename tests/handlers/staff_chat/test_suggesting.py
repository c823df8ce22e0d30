"""The commands that come closest to a text that is none."""

import pytest

from bot.conversations import CONVERSATIONS
from handlers.staff_chat.command_suggestions import MOST, find_near_commands


@pytest.mark.parametrize(
    ("text", "first"), [("/orderz", "orders"), ("/shiped 1234", "shipped"), ("stats for march please", "stats")]
)
def test_the_closest_comes_first(text: str, first: str) -> None:
    assert find_near_commands(text, list(CONVERSATIONS.commands))[0].name == first


@pytest.mark.parametrize("text", ["what is the weather", "asdf", "", "🔥"])
def test_nothing_is_near(text: str) -> None:
    assert find_near_commands(text, list(CONVERSATIONS.commands)) == []


def test_a_few_are_shown() -> None:
    assert len(find_near_commands("/orderz stok shopz refunt", list(CONVERSATIONS.commands))) <= MOST
