"""A shop asks which size or colour is asked for, and nothing else."""

import pytest

from handlers.sourcing.replies.asking_which import asks_which
from handlers.sourcing.replies.stock.colours import names_colour


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("which size?", {"size"}), ("what size do you want", {"size"}), ("kaunsa size chahiye", {"size"}),
        ("कौन सा साइज़?", {"size"}), ("¿qué talla?", {"size"}), ("which colour?", {"colour"}),
        ("kaun sa rang", {"colour"}), ("¿de qué color?", {"colour"}), ("which size and colour", set()),
        ("size L hai", set()), ("which size is sold out?", set()), ("colour nahi hai", set()), ("kya hai", set()),
    ],
)  # fmt: skip
def test_which(text: str, asked: set[str]) -> None:
    assert asks_which(text) == asked


def test_a_title_tells_its_colour() -> None:
    assert names_colour("Blue Kurta")
    assert not names_colour("Tiger Shorts")
