"""Who puts a decision off, or finds a price too high, and says nothing else."""

import pytest

from handlers.sourcing.replies.putting_off import finds_expensive, only_waits, puts_off, wants_it_then


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


@pytest.mark.parametrize(
    "said",
    [
        "wait", "no wait", "nahi ruko", "nahi nahi ruko", "ruko zara", "ek minute", "hold on a sec", "no espera",
        "espera un momento", "नहीं रुको", "रुकिए ज़रा", "no no wait",
    ],
)  # fmt: skip
def test_who_waits_refuses_nothing(said: str) -> None:
    assert only_waits(said)


@pytest.mark.parametrize("said", ["no", "nahi", "wait, cancel it", "ruko mat", "wait?", "no espero nada"])
def test_what_is_more_than_a_wait_is_none(said: str) -> None:
    assert not only_waits(said)


@pytest.mark.parametrize(
    "said", ["not now", "abhi nahi", "ahora no", "kal", "mañana", "lo pido mañana", "kal order karunga", "अभी नहीं"]
)
def test_what_is_not_for_now_is_put_off(said: str) -> None:
    assert puts_off(said)


@pytest.mark.parametrize("said", ["friday ko bhejna", "para mañana", "kal tak chahiye", "send it on friday"])
def test_a_time_at_which_it_shall_come_puts_nothing_off(said: str) -> None:
    assert wants_it_then(said)


@pytest.mark.parametrize(
    "said",
    ["thoda kam karo na", "can you make it cheaper", "hazme un descuento", "थोड़ा कम कर दो ना", "kuch discount do na"],
)
def test_who_asks_for_less_finds_it_expensive(said: str) -> None:
    assert finds_expensive(said)
