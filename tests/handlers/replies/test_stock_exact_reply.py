"""A shop's reply is exact where the small grammar consumes every word of it; nothing is done upon any other."""

from __future__ import annotations

from dataclasses import replace

import pytest

from handlers.sourcing.replies.stock.exact_reply import is_exact
from handlers.sourcing.replies.stock.reading import Ask, read_stock
from tests.stock_figures import NOW, THREE, ZONE

SHORTS = Ask("Tiger Shorts", "L", 2, "1234", menu=True)
SHIRT = Ask("Men Formal Shirt", "40", 1, "4188")
MUG = Ask("Taj Mug", "", 2, "1235")


def _is_exact(text: str, *asks: Ask) -> bool:
    return is_exact(text, asks, read_stock(text, asks, NOW, ZONE))


@pytest.mark.parametrize(
    ("text", "ask"),
    [
        ("haan 2 hai", SHORTS),
        ("yes sir, available", SHORTS),
        ("1 haan", SHORTS),
        ("2 nahi", SHORTS),
        ("L 2 pc ready", SHORTS),
        ("L me 5 hai", SHORTS),
        ("1234 haan", SHORTS),
        ("yes we have it", SHORTS),
        ("haan 250 rs each", SHORTS),
        ("ek hi hai, ek kal aayega", SHORTS),
        ("sold out yesterday, sorry", SHORTS),
        ("sí, tengo 2", SHORTS),
        ("हाँ 2 पीस है", SHORTS),
        ("haan 40 hai", SHIRT),
        ("mug 9", MUG),
        ("haan 5 hai", MUG),
    ],
)
def test_words_of_the_grammar_alone_are_exact(text: str, ask: Ask) -> None:
    assert _is_exact(text, ask)


@pytest.mark.parametrize(
    ("text", "ask"),
    [
        ("yes the invoice of march is ready", SHORTS),
        ("yes 40", SHORTS),
        ("haan 12", SHORTS),
        ("हाँ ४०", SHORTS),
        ("haan ladies", SHORTS),
        ("haan dukan hai", SHORTS),
        ("yes we are here", replace(SHORTS, menu=False)),
        ("haan hai?", SHORTS),
        ("haan 450", SHORTS),
        ("sold my car today lol", SHORTS),
        ("no electricity here today", SHORTS),
        ("ha kal aana", SHORTS),
        ("haan 12", SHIRT),
        ("haan 2 hai, bill bhej do", MUG),
    ],
)
def test_one_more_word_or_figure_is_not_exact(text: str, ask: Ask) -> None:
    reading = read_stock(text, [ask], NOW, ZONE)
    assert (
        not reading.answers or all(one.says.value == "unclear" for one in reading.answers) or not _is_exact(text, ask)
    )


def test_a_list_is_exact_by_its_places_and_goods() -> None:
    assert _is_exact("1 haan 2 nahi 3 haan", *THREE)
    assert _is_exact("kurta hai, saree nahi hai", *THREE)
    assert not _is_exact("1 haan 2 nahi, aur painting ka kaam hai", *THREE)


def test_what_is_not_read_as_an_answer_needs_no_grammar() -> None:
    assert _is_exact("kaun bol raha hai", SHORTS)
