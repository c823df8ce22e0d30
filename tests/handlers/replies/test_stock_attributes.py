"""Another material, make, motif or measure than the request names is never sold as the asked one."""

import pytest

from handlers.sourcing.replies.stock.reading import Ask, Says, StockIntent, read_stock
from tests.understanding.judging import NOW, ZONE


def said(text: str, item: str, size: str = "", quantity: int = 1) -> Says | None:
    found = read_stock(text, [Ask(item, size, quantity, "1234", menu=True)], NOW, ZONE)
    return found.answers[0].says if found.intent is StockIntent.ANSWER else None


@pytest.mark.parametrize(
    ("text", "item", "size", "quantity"),
    [
        ("marble elephant hai", "Brass Elephant", "", 1),
        ("sangmarmar ka hai", "Brass Elephant", "", 1),
        ("plain kurta M hai", "Block Print Kurta", "M", 1),
        ("leopard print hai", "Tiger Print Shorts", "L", 2),
        ("tiger print shirt hai L", "Tiger Print Shorts", "L", 2),
        ("women's hai", "Men's Sandals", "8", 1),
        ("haan single hai", "Bedsheet", "Double", 1),
        ("single is there", "Bedsheet", "Double", 1),
        ("haan 256", "Pen Drive 128 GB", "", 1),
        ("64 wala hai", "Pen Drive 128 GB", "", 1),
        ("1 pair hai", "Socks pack of 6", "", 1),
        ("haan 8 number hai", "Sports Shoes", "9", 8),
        ("got it", "Tiger Print Shorts", "L", 2),
        ("received", "Tiger Print Shorts", "L", 2),
    ],
)
def test_another_value_is_not_sold(text: str, item: str, size: str, quantity: int) -> None:
    assert said(text, item, size, quantity) is not Says.YES


@pytest.mark.parametrize(
    ("text", "item", "size", "quantity"),
    [
        ("brass elephant hai", "Brass Elephant", "", 1),
        ("block print M hai", "Block Print Kurta", "M", 1),
        ("tiger print shorts hai L 2", "Tiger Print Shorts", "L", 2),
        ("haan double hai", "Bedsheet", "Double", 1),
        ("1 hai", "Pen Drive 128 GB", "", 1),
        ("haan hai", "Socks pack of 6", "", 1),
        ("haan do hai", "Tiger Shorts", "L", 2),
    ],
)
def test_the_asked_one_is(text: str, item: str, size: str, quantity: int) -> None:
    assert said(text, item, size, quantity) is Says.YES
