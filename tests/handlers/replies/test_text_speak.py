"""Questions for prices and sizes are read as they are typed in a hurry, in four languages."""

import pytest

from handlers.sourcing.replies.inquiring import asks_sizes, read_inquiry
from handlers.sourcing.replies.stock.goods import Goods, Shelf
from handlers.sourcing.replies.text_speak import written_out

SHELF = Shelf([Goods("SHORTS", "Tiger Shorts", ("S", "M", "L")), Goods("MUG", "Taj Mug", ("",))])


@pytest.mark.parametrize(
    ("said", "place"),
    [
        ("how much r the shorts", 0),
        ("how much r d shorts", 0),
        ("hw much u charge for a mug", 1),
        ("do u hv mugs", 1),
        ("what about mugs?", 1),
        ("y las tazas?", 1),
        ("precio de la taza", 1),
        ("precio del mug", 1),
        ("precio de los pantalones cortos", 0),
    ],
)
def test_a_price_is_asked_in_a_hurry(said: str, place: int) -> None:
    wish = read_inquiry(said, SHELF)
    assert wish is not None
    assert wish.wares == (place,)


@pytest.mark.parametrize(
    "said",
    [
        "wat sizes",
        "what sizes does the hoodie come in",
        "which other sizes are there",
        "sizes available?",
        "size konse hai",
        "kurta me kaun kaun se size hai",
        "size kya hai",
        "size batao",
        "qué tallas hay",
        "tallas disponibles",
        "कुर्ते में कौन से साइज़ हैं",
    ],
)
def test_sizes_are_asked_for(said: str) -> None:
    assert asks_sizes(said)


@pytest.mark.parametrize("said", ["kaunsa size sahi rahega", "size M", "mi talla es M", "make it size L"])
def test_a_size_that_is_told_or_doubted_asks_for_none(said: str) -> None:
    assert not asks_sizes(said)


def test_capitals_and_words_are_left_as_they_are() -> None:
    assert written_out("shorts in R, and d M") == "shorts in R, and d M"
    assert written_out("wat sizes do u hv 4 my son") == "what sizes do you have for my son"
