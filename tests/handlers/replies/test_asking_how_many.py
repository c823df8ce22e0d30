"""A shop that asks how many are needed, in its own words; what only sounds like it is for a person."""

import pytest

from handlers.sourcing.replies.asking_how_many import asks_how_many

NAMES = ("Tiger Shorts L", "1234")


@pytest.mark.parametrize(
    "text",
    [
        "kitne chahiye?", "how many pcs", "how many do you need", "Qty?", "कितने चाहिए", "kitne piece", "kitna chahiye",
        "cuántos quieren?", "how many tiger shorts do you want?", "1234 kitne bhejne hain", "quantity please",
        "bhai kitne chahiye aapko", "कितने पीस भेजने हैं?", "¿cuántas piezas necesitan?",
    ],
)  # fmt: skip
def test_they_ask_for_the_number(text: str) -> None:
    assert asks_how_many(text, NAMES)


@pytest.mark.parametrize(
    "text",
    [
        "kitne ka hai", "kitna milega", "how much", "kitne din", "kitne baje aaoge", "2 hai, kitne chahiye", "", "haan",
        "how many days", "cuánto cuesta", "kitne paise", "do you need it?",
    ],
)  # fmt: skip
def test_they_ask_for_something_else(text: str) -> None:
    assert not asks_how_many(text, NAMES)
