"""A figure that is said stands in what is read, or it is told that it was not noted: over figures, goods, forms and
languages.

``partly`` makes the summary say that not all was noted, ``between`` has it asked, ``over`` names the most.
"""

from itertools import product

import pytest

from handlers.sourcing.replies.basket import read_change
from handlers.sourcing.replies.lessening import read_fewer
from handlers.sourcing.replies.stock.goods import Goods, shelf_with
from handlers.sourcing.replies.wanting import read_wish, read_wishes
from handlers.sourcing.replies.wish import Wish

SHELF = shelf_with(
    (
        Goods("E", "Brass Elephant", ("",)),
        Goods("K", "Block Print Kurta", ("S", "M", "L")),
        Goods("T", "Taj Mug", ("",)),
        Goods("S", "Tiger Shorts", ("S", "M", "L", "XL")),
    )
)
MUG = 2
NUMBERS = {
    "en": {"2": 2, "3": 3, "two": 2, "seven": 7, "12": 12, "a dozen": 12, "50": 50},
    "es": {"2": 2, "dos": 2, "tres": 3, "doce": 12, "20": 20},
    "hi": {"2": 2, "दो": 2, "तीन": 3, "पाँच": 5, "१२": 12},
    "hinglish": {"2": 2, "teen": 3, "paanch": 5, "das": 10, "40": 40},
}
MUGS = {
    "en": ("mugs", "taj mugs", "taj mug"),
    "es": ("tazas", "taj mug"),
    "hi": ("मग", "ताज मग"),
    "hinglish": ("mug", "taj mug"),
}
WISHES = {
    "en": (
        "{} {}", "i want {} {}", "{} {} please", "i'll take {} {}", "can i get {} {}", "{} {} and 1 elephant",
        "1 elephant nd {} {}", "ok {} {} and 2 tiger shorts L", "2 kurta M and {} {}",
    ),
    "es": ("{} {}", "quiero {} {}", "{} {} por favor", "quiero {} {} y un elefante", "un elefante y {} {}"),
    "hi": ("{} {}", "{} {} चाहिए", "मुझे {} {} चाहिए", "{} {} और एक हाथी चाहिए"),
    "hinglish": ("{} {}", "{} {} chahiye", "mujhe {} {} bhej do", "{} {} aur ek hathi", "ek hathi aur {} {} chahiye"),
}  # fmt: skip
SAID = [
    (form.format(word, goods), figure)
    for language in WISHES
    for form, (word, figure), goods in product(WISHES[language], NUMBERS[language].items(), MUGS[language])
]
FEWER = {
    "en": ("{} {} less", "{} less {}", "remove {} {}", "minus {} {}", "{} {} less please"),
    "es": ("{} {} menos", "quita {} {}", "menos {} {}"),
    "hi": ("{} {} कम", "{} {} कम कर दो", "{} {} हटा दो"),
    "hinglish": ("{} {} kam", "{} {} kam kar do", "{} {} kam karo", "{} {} hata do"),
}
TAKEN = [
    (form.format(word, goods), figure)
    for language in FEWER
    for form, (word, figure), goods in product(FEWER[language], NUMBERS[language].items(), MUGS[language])
]
LESS = {"en": "less", "es": "menos", "hi": "कम", "hinglish": "kam"}
ALONE = [(f"{word} {LESS[language]}", figure) for language in LESS for word, figure in NUMBERS[language].items()]
RANGES = {
    "en": ("{}-{} mugs", "i want {} or {} mugs", "{} to {} mugs"),
    "es": ("{} o {} tazas", "quiero {} o {} tazas"),
    "hi": ("{} या {} मग चाहिए",),
    "hinglish": ("{}-{} mug chahiye", "{} ya {} mug"),
}
ONE_OF = [
    (form.format(first, second), tuple(sorted({low, high})))
    for language in RANGES
    for form in RANGES[language]
    for (first, low), (second, high) in product(NUMBERS[language].items(), repeat=2)
    if low < high and " " not in first + second and (first.isdecimal() == second.isdecimal())
]


def _of_mugs(wishes: tuple[Wish, ...]) -> list[Wish]:
    return [one for one in wishes if one.wares == (MUG,)]


@pytest.mark.parametrize(("text", "figure"), SAID)
def test_a_figure_of_a_wish_stands(text: str, figure: int) -> None:
    wish = read_wish(text, SHELF)
    assert wish is not None
    (mugs,) = _of_mugs(read_wishes(text, SHELF) or (wish,))
    assert mugs.quantity == figure or mugs.partly or mugs.over


@pytest.mark.parametrize(("text", "figure"), SAID)
def test_a_figure_of_a_change_stands(text: str, figure: int) -> None:
    change = read_change(text, SHELF)
    assert change is not None
    (mugs,) = _of_mugs(change.wishes)
    assert mugs.quantity == figure or mugs.partly or mugs.over


@pytest.mark.parametrize(("text", "figure"), TAKEN)
def test_a_figure_that_is_taken_away_is_none_of_what_there_shall_be(text: str, figure: int) -> None:
    change = read_change(text, SHELF)
    assert change is not None
    assert not _of_mugs(change.wishes)
    (mugs,) = _of_mugs(change.removed)
    assert mugs.quantity == figure or mugs.partly or mugs.over


@pytest.mark.parametrize(("text", "figure"), ALONE)
def test_a_figure_alone_is_taken_away(text: str, figure: int) -> None:
    assert read_fewer(text) == figure


@pytest.mark.parametrize(("text", "between"), ONE_OF)
def test_of_several_figures_one_is_asked_for(text: str, between: tuple[int, int]) -> None:
    wish = read_wish(text, SHELF)
    assert wish is not None
    assert wish.between == between
