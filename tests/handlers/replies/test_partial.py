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


@pytest.mark.parametrize(
    "text",
    [
        "cancel the shorts, keep the socks",
        "cancel everything except the socks",
        "cancel one of them",
        "cancel 1 piece",
        "cancel half of it",
        "socks nahi chahiye",
        "ek shorts cancel kar do",
        "cancela los socks, me quedo con los shorts",
        "shorts cancel karo, socks bhej do",
    ],
)
def test_what_is_kept_or_counted_is_a_part(text: str) -> None:
    assert is_of_a_part(text, TWO)


@pytest.mark.parametrize(
    "text",
    [
        "cancel 2 shorts and 1 socks",
        "cancel one of my orders",
        "cancel order 1",
        "I want to cancel this one",
        "quiero cancelar un pedido",
        "ek order cancel karna hai",
        "keep nothing, cancel it all",
    ],
)
def test_what_counts_no_pieces_is_the_whole(text: str) -> None:
    assert not is_of_a_part(text, TWO)


def test_short_names_have_a_plural_and_sizes_tell_lines_apart() -> None:
    hoodies = [("Hoodie L", 1), ("Hoodie M", 1), ("Cap", 1)]
    assert is_of_a_part("cancel the caps", hoodies)
    assert is_of_a_part("cancel the hoodies", hoodies)
    assert is_of_a_part("cancel the hoodie in M", hoodies[:2])
    assert is_of_a_part("cancel one hoodie", hoodies[:2])
    assert not is_of_a_part("cancel the hoodies", hoodies[:2])


def test_one_thing_has_no_part() -> None:
    assert not is_of_a_part("cancel one cap, keep the cap", [("Cap", 1)])
