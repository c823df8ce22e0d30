"""What is said or asked of goods that nobody wants thereby."""

import pytest

from handlers.sourcing.replies.remarking import Remark, remark_in
from handlers.sourcing.replies.stock.goods import Goods, Shelf

SHELF = Shelf(
    [
        Goods("KURTA", "Block Print Kurta", ("S", "M", "L")),
        Goods("ELEPHANT", "Brass Elephant", ("",)),
        Goods("BOX", "Taj Marble Box", ("",)),
    ]
)


@pytest.mark.parametrize(
    "said",
    [
        "is elephant heavy", "is the marble box big", "is the elephant good", "is the kurta M long",
        "tell me about elephant", "elephant kaisa hai", "what is the elephant made of", "elephant ka photo",
    ],
)  # fmt: skip
def test_a_question(said: str) -> None:
    assert remark_in(said, SHELF) is Remark.ASKS


@pytest.mark.parametrize(
    "said",
    [
        "nice elephant", "my daughter likes the elephant", "i saw the elephant in your shop", "elephant is nice",
        "elephant accha hai", "love the elephant", "me gusta el elephant", "my wife loves kurta M",
        "meri beti ko elephant pasand hai", "gift wrap the elephant",
    ],
)  # fmt: skip
def test_a_remark(said: str) -> None:
    assert remark_in(said, SHELF) is Remark.SAYS


@pytest.mark.parametrize(
    "said",
    [
        "1 kurta M pls", "my mom wants an elephant", "1 elephant for my mom", "elephant", "un elephant por favor",
        "ek elephant do", "an elephant for my nephew", "make it elephant", "elephant le lo", "ok elephant then",
        "good morning elephant", "great, elephant", "i'd love an elephant", "2 nice elephants", "add a nice elephant",
        "let's go with elephant", "elephant sounds good", "can you pack an elephant", "elephant kitne ka hai",
        "is the elephant in stock", "what sizes does the kurta have", "nice shop", "is it heavy",
    ],
)  # fmt: skip
def test_a_wish_an_inquiry_and_other_talk(said: str) -> None:
    assert remark_in(said, SHELF) is None
