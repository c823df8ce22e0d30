"""The brand of a return, what comes in the place of an offer, and one prompt a day."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from flows.events import ReturnedItem
from flows.promotions.prompt import Prompt, PromptChoice, PromptReason, find_main_brand, is_day_taken, select_lines

NOW = datetime(2026, 3, 2, 15, tzinfo=UTC)


@pytest.mark.parametrize(
    ("pieces", "brand"),
    [
        ([("Leaf", 1), ("Boots", 2)], "boots"),
        ([("Leaf", 1), ("Boots", 1)], "leaf"),
        ([("Leaf", 1), ("Boots", 2), ("LÉAF", 2)], "leaf"),
        ([("", 9), ("Boots", 1)], "boots"),
        ([("", 9)], ""),
        ([], ""),
    ],
)
def test_the_brand_of_most_pieces(pieces: list[tuple[str, int]], brand: str) -> None:
    items = [ReturnedItem("x", brand=name, quantity=many) for name, many in pieces]
    assert find_main_brand(items) == brand


def test_the_lines_of_a_brand_or_all() -> None:
    items = [ReturnedItem("a", brand="Leaf"), ReturnedItem("b", brand="Boots")]
    assert select_lines(items, "leaf") == (items[0],)
    assert select_lines(items, "hats") == tuple(items)


@pytest.mark.parametrize(
    ("choice", "hours", "taken"),
    [
        (PromptChoice.OFFER, 1, True),
        (PromptChoice.NOTICE, 1, False),
        (PromptChoice.EXCHANGE, 1, False),
        (PromptChoice.NOTICE, 3, True),
        (PromptChoice.NONE, 3, False),
    ],
)
def test_a_day_is_taken_by_an_offer_or_by_a_message_that_left(choice: PromptChoice, hours: int, taken: bool) -> None:
    before = Prompt(UUID(int=1), "r1", None, "leaf", choice, PromptReason.NO_OFFER, NOW - timedelta(hours=hours))
    assert is_day_taken([before], NOW - timedelta(hours=2)) is taken
    assert not is_day_taken([], NOW)
