"""What looks like a no and is said for its tone alone."""

import pytest

from handlers.replies.emphasis import without_emphasis
from handlers.replies.intents import Expecting, Intent, read

ASKED = "Taj Mug: ₹350.\nShall we order it?"


@pytest.mark.parametrize(
    "said",
    [
        "haan bhai kar do na",
        "bhej do na",
        "kar do na yaar",
        "order kar do na please",
        "haan order karo na",
        "bhejo na bhai",
        "mangwa dijiye na",
        "le lo naa",
        "भेज दो ना",
        "हाँ भाई कर दो न",
        "no problem order it",
        "no problem, order it",
        "no doubt order it",
        "not a problem please order it",
        "np order it",
        "no worries, go ahead and order",
        "koi dikkat nahi order kar do",
        "koi baat nahi bhej do na",
        "no hay problema, pídelo",
        "sin problema pidelo",
    ],
)
def test_it_agrees(said: str) -> None:
    assert read(said, expecting=Expecting.YES_NO, question=ASKED).intent is Intent.YES


@pytest.mark.parametrize(
    "said",
    [
        "na",
        "na bhai",
        "nahi na",
        "na karo",
        "na bhejo",
        "mat bhejo na",
        "mat karo na yaar",
        "nahi order mat karo na",
        "mujhe na chahiye",
        "rehne do na",
        "chhod do na",
        "hata do na",
        "no need",
        "no don't order",
        "no order please",
        "no problem, leave it",
        "no problem don't order",
        "no problem cancel it",
        "no hay problema, no lo pidas",
    ],
)
def test_a_no_agrees_to_nothing(said: str) -> None:
    assert read(said, expecting=Expecting.YES_NO, question=ASKED).intent is not Intent.YES


@pytest.mark.parametrize(
    "said", ["kar do na?", "rehne do na", "mat na", "I do na know", "dono na chahiye", "no problem"]
)
def test_all_else_stays_as_it_is(said: str) -> None:
    assert without_emphasis(said) == said
