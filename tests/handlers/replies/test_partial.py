"""What calls off a part of an order is no wish to cancel it."""

import pytest

from handlers.sourcing.replies.partial import is_of_a_part

TWO = [("Tiger Shorts", 2), ("Wool Socks", 1)]


@pytest.mark.parametrize(
    "text", ["cancel the socks", "cancel one of the shorts", "cancel 1 short", "drop the sock pls"]
)
def test_it_names_a_part(text: str) -> None:
    assert is_of_a_part(text, TWO)


@pytest.mark.parametrize("text", ["cancel my order", "cancel both", "cancel the shorts and the socks", "cancel it all"])
def test_it_names_all_or_nothing(text: str) -> None:
    assert not is_of_a_part(text, TWO)


def test_of_one_line_its_name_is_all_of_it() -> None:
    assert not is_of_a_part("cancel the shorts", TWO[:1])
    assert is_of_a_part("cancel one of the shorts", TWO[:1])
    assert not is_of_a_part("cancel the order", [])
