"""Who says that goods are wrong, or that they are not liked."""

from itertools import product

import pytest

from handlers.replies.complaining import dislikes, finds_wrong, only_finds_wrong
from handlers.replies.intents import Intent, read

THINGS = {
    "en": ("size", "colour", "model", "item"),
    "es": ("talla", "medida"),
    "hi": ("साइज़", "रंग", "सामान"),
    "hi-Latn": ("size", "rang", "saamaan"),
}
SAID = {
    "en": ("it's the wrong {}", "the {} is wrong", "wrong {}", "The {} is not right.", "hi, I got the wrong {}"),
    "es": ("es la {} equivocada", "la {} está mal", "{} incorrecta", "hola, la {} no es correcta"),
    "hi": ("गलत {} है", "{} गलत है", "{} सही नहीं है", "{} गलत आया"),
    "hi-Latn": ("galat {} hai", "{} galat hai", "{} sahi nahi hai", "bhai {} galat aaya"),
}
WRONG = [said.format(thing) for one in SAID for said, thing in product(SAID[one], THINGS[one])]
UNFIT = ["it's too small", "it doesn't fit me", "no me queda", "bahut chhota hai", "fit nahi aa raha", "बहुत बड़ा है"]
DISLIKED = ["I don't like it", "didn't like the colour", "no me gusta", "pasand nahi aaya", "मुझे पसंद नहीं आया"]


@pytest.mark.parametrize("text", [*WRONG, *UNFIT])
def test_goods_are_found_wrong(text: str) -> None:
    assert finds_wrong(text)
    assert read(text).intent not in {Intent.NO, Intent.YES, Intent.STOP, Intent.CANCEL_ORDER}


@pytest.mark.parametrize("text", DISLIKED)
def test_goods_are_not_liked(text: str) -> None:
    assert dislikes(text)


@pytest.mark.parametrize("text", ["it's wrong", "this is not right", "galat hai", "está mal", "गलत है", "sahi nahi hai"])
def test_something_is_wrong(text: str) -> None:
    assert only_finds_wrong(text)
    assert not finds_wrong(text)


@pytest.mark.parametrize(
    "text",
    [
        "wrong number",
        "wrong address",
        "you have the wrong person",
        "is it the wrong size?",
        "wrong size, cancel it",
        "what size is it",
        "size M",
        "galat number",
        "la talla M",
        "I like it",
        "no",
    ],
)
def test_other_words_complain_of_nothing(text: str) -> None:
    assert not finds_wrong(text)
    assert not dislikes(text)
    assert not only_finds_wrong(text)
