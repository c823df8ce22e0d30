"""What a shop says of goods that it handed over, or that broke and it does not name, answers no request."""

from __future__ import annotations

from itertools import product

import pytest

from tests.handlers.sourcing.shop.test_agreeing import BOX, ELEPHANT, KURTA, LIST, answers, asked, asked_back, kept

DAMAGE = ["3 me se 1 toot gaya", "only 2 good", "1 broken", "ek kharab nikla", "1 टूट गया", "uno roto", "one is damaged"]


TO_A_PERSON = {"1 broken", "uno roto"}


@pytest.mark.parametrize("text", DAMAGE)
def test_damage_of_what_nobody_named_is_asked_about(text: str) -> None:
    elephant, kurta = kept(asked(ELEPHANT, quantity=3)), asked(KURTA, "S", round_=2)
    assert answers(text, elephant, kurta) == {}
    assert asked_back(text, elephant, kurta) == (set() if text in TO_A_PERSON else {ELEPHANT, "Block Print Kurta S"})


def test_more_pieces_than_were_asked_for_are_of_something_else() -> None:
    assert asked_back("3 me se 1 toot gaya", asked(KURTA, "S")) == {"Block Print Kurta S"}
    assert asked_back("3 me se 1 toot gaya", *LIST) == {ELEPHANT, BOX}
    assert answers("3 me se 1 toot gaya", asked(KURTA, "S", 3)) == {"Block Print Kurta S": ("part", 2)}
    assert answers("one elephant broke", kept(asked(ELEPHANT, quantity=3)), asked(KURTA, "S", round_=2)) == {
        ELEPHANT: ("part", 2)
    }


HANDED = ["handed over {}", "gave {}", "2 {} de diye", "{} de diya", "दे दिया {}"]


@pytest.mark.parametrize(("text", "word"), list(product(HANDED, ["box", "boxes", "taj marble box"])))
def test_a_hand_over_answers_nothing(text: str, word: str) -> None:
    for requests in ([asked(BOX, quantity=2)], [asked(BOX, quantity=2), asked(ELEPHANT, round_=2)]):
        assert answers(text.format(word), *requests) == {}


@pytest.mark.parametrize("text", ["payment nahi aaya", "no electricity today"])
def test_a_short_no_about_something_else_denies_nothing(text: str) -> None:
    assert answers(text, asked(KURTA, "S"), asked(ELEPHANT)) == {}
