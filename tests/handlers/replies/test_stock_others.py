"""What a shop says of other goods than it was asked for, and what others told it: no yes to what was asked."""

import pytest

from handlers.sourcing.replies.stock.goods import Goods
from handlers.sourcing.replies.stock.reading import Ask, Says, StockIntent
from handlers.sourcing.replies.stock.strangers import there_uncounted
from tests.handlers.replies.test_stock import answer, reading, said

JEANS = Ask("Black jeans", "32", 3, "1042")


@pytest.mark.parametrize(
    "text",
    [
        "sweater 4 hai",
        "haan sandal hai",
        "yes we have towels",
        "blanket L 2 pade hai",
        "2 chashme hai",
        "red dupatta 3 hai",
        "haan hai, frock bhej du",
        "चप्पल है दो",
        "resham kurta 2 hai",  # a word before the goods tells of what kind they are
        "trampoline dono hai",
        "de esos no, tengo otro más sencillito de cable",
    ],
)
def test_other_goods_are_no_yes(text: str) -> None:
    assert said(text) in {None, Says.PARTIAL}


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("kurta 2 hai, sweater bhi 4 hai", Says.YES),
        ("haan L 2 hai aur L towel bhi pade hai", None),
        ("2 hai, sweater bhi 4 hai", None),
        ("kurta nahi hai, sandal hai", Says.NO),
        ("nahi hai, blanket chahiye to hai", Says.NO),
        ("2 pade hai godown me", Says.YES),
    ],
)
def test_beside_an_answer_that_names_its_goods_they_change_nothing(text: str, says: Says | None) -> None:
    assert said(text) is says
    assert says is not Says.YES or answer(text).quantity == 2


@pytest.mark.parametrize(
    ("item", "text"),
    [
        ("Cotton bedsheet", "chaddar hai"),
        ("Running shoes", "joote pade hai"),
        ("Steel bottle", "botal mil jayegi"),
        ("White T-shirt", "tshirt hai"),
        ("Bath towel", "तौलिया है"),
    ],
)
def test_goods_are_known_by_their_other_names(item: str, text: str) -> None:
    assert said(text, Ask(item, "", 1, "1042")) is Says.YES


def test_a_t_shirt_is_no_shirt() -> None:
    assert said("t-shirt hai", Ask("Printed shirt", "", 1, "1042")) is None


@pytest.mark.parametrize(
    "text",
    [
        "dealer keh raha hai 2 hai",
        "bhaiya ne bola hai milega",
        "mera naukar bola pade hai",
        "my cousin says it is in stock",
        "wholesaler ke paas 3 hai",
        "partner has 2 in L",
        "darzi de dega",
        "i heard it is available",
        "system me 2 dikha raha hai",
        "2 honge",
        "hoga dekh lo",
        "should be 3",
        "set me ho jaye to hai",
        "kahi pe rakha hai",
    ],
)
def test_what_others_say_and_what_may_be_is_asked_about(text: str) -> None:
    assert said(text) is None


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("maine bola na 2 hai", Says.YES),
        ("aap bole the 2, dono hai", Says.YES),
        ("haan seth ne bola hai de do", Says.YES),
        ("dealer bol raha hai khatam ho gaya", Says.NO),
    ],
)
def test_our_own_word_counts(text: str, says: Says) -> None:
    assert said(text) is says


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("khatam hai, naya nahi aaya", Says.NO),
        ("hai sir, bhej du kya", Says.YES),
        ("है जी भेज दूं क्या", Says.YES),
        ("haan hai, jaldi bhejo banda", Says.YES),
        ("in stock, collect before 8", Says.YES),
        ("haan hai par kal milega, dukan band hai", Says.LATER),
        ("purana maal wapas le jao", None),
    ],
)
def test_other_turns_of_speech(text: str, says: Says | None) -> None:
    assert said(text) is says


def test_a_parcel_to_be_fetched_back_undoes_nothing() -> None:
    assert reading("pehle wala maal wapas le jao").intent is not StockIntent.UNDO


@pytest.mark.parametrize(
    ("text", "price", "price_for"),
    [("3 jeans ka 2400", "2400", 3), ("32 wali 899 ki hai", "899", 1), ("3 jeans for 2400", "2400", 3)],
)
def test_what_goods_cost_together(text: str, price: str, price_for: int) -> None:
    found = answer(text, JEANS)
    assert (str(found.price), found.price_for) == (price, price_for)


@pytest.mark.parametrize(
    ("text", "says", "other_size"),
    [
        ("32 no. hai", Says.YES, None),
        ("32 ki black jeans hai", Says.YES, None),
        ("32 wali nahi 34 wali hai", Says.PARTIAL, "34"),
        ("36 size hai", Says.PARTIAL, "36"),
    ],
)
def test_numbers_that_are_sizes(text: str, says: Says, other_size: str | None) -> None:
    found = answer(text, JEANS)
    assert (found.says, found.other_size, found.price) == (says, other_size, None)


def test_what_is_missing_is_no_number_of_pieces() -> None:
    found = answer("2 kam hai 8 de dunga", Ask("Green dupatta", "", 10, "1042"))
    assert (found.says, found.quantity) == (Says.PARTIAL, 8)


@pytest.mark.parametrize(
    ("text", "size"), [("no tens, got a 10.5 tho", "10.5"), ("10.5 hai", "10.5"), ("only 9.5 left", "9.5")]
)
def test_half_a_size_is_another_size(text: str, size: str) -> None:
    found = answer(text, Ask("Running shoes", "10", 1, "6115"))
    assert (found.says, found.quantity, found.other_size) == (Says.PARTIAL, 0, size)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("closed for lunch, back at 3", Says.WAIT),
        ("out for a bit, back by 4", Says.WAIT),
        ("4 baje tak lunch hai", Says.WAIT),
        ("2 baje aata hoon", Says.WAIT),
        ("kal subah 10 baje aaunga", Says.WAIT),
        ("in the metro, reach shop at 6", Says.WAIT),
        ("open till 5", Says.UNCLEAR),
        ("we close at 8", Says.UNCLEAR),
        ("kal aayega", Says.LATER),
    ],
)
def test_when_a_shop_is_open_is_not_when_goods_come(text: str, says: Says) -> None:
    """They were noted as pieces that come then, and sold to a customer."""
    found = reading(text)
    assert (found.answers[0].says if found.answers else Says.UNCLEAR) is says


@pytest.mark.parametrize(
    "text",
    [
        "haan par ek customer ke liye rakha hai",
        "sure, one left but my cousin wants it",
        "sí pero se los prometí a una señora",
        "yes, in charcoal",
        "yes fabric only",
        "yes only dozen",
        "haan aayega",
        "haan mangwa dunga",
        "yes haha just kidding",
        "haan hai, 30 ya 32 dollar",
    ],
)
def test_beside_these_a_yes_sells_nothing(text: str) -> None:
    assert said(text) is not Says.YES


@pytest.mark.parametrize(
    "text", ["yes at 18 each, no sorry 20", "haan 18, nahi sorry 20", "yes both... wait no, just sold one"]
)
def test_a_figure_that_is_corrected_denies_no_goods(text: str) -> None:
    assert said(text) is not Says.NO


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("yes iphone 13", None),
        ("haan 13 wala", None),
        ("15 case hai", None),
        ("हाँ 15 का", None),
        ("yes 14 plus", None),
        ("haan hai ek", Says.YES),
        ("yes", Says.YES),
    ],
)
def test_another_model_is_no_yes(text: str, says: Says | None) -> None:
    assert said(text, Ask("iPhone 14 case", "", 1, "88")) is says


ON_A_SHELF = [
    Goods("SHORTS", "Tiger Shorts", ("M", "L")),
    Goods("ELE", "Brass Elephant", ("",)),
    Goods("BOX", "Brass Box", ("",)),
]


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("have elephant", 1),
        ("elephant hai", 1),
        ("yes elephant", 1),
        ("elephant हाँ", 1),
        ("shorts hai", 0),
        ("brass hai", None),
        ("elephant aur box hai", None),
        ("elephant nahi", None),
        ("elephant 5", None),
        ("shorts L hai", None),
        ("blue elephant hai", None),
        ("elephant tomorrow", None),
    ],
)
def test_goods_that_are_there_and_not_counted(text: str, place: int | None) -> None:
    assert there_uncounted(text, ON_A_SHELF) == place
