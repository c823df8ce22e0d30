"""Who wants their last order once more."""

from itertools import product

import pytest

from handlers.sourcing.replies.same_again import wants_the_same

SAID = ("same again", "the same order again", "repeat my order", "lo mismo otra vez", "wahi dobara", "वही फिर से")
AROUND = ("{}", "{} please", "hi {}", "{}!", "ok, {} thanks", "{} por favor", "bhai {} bhej do", "{} चाहिए")
TEXTS = [around.format(said) for said, around in product(SAID, AROUND)]


@pytest.mark.parametrize("text", [*TEXTS, "can i have the same again?"])
def test_the_last_order_is_wanted_once_more(text: str) -> None:
    assert wants_the_same(text)


@pytest.mark.parametrize(
    "text",
    [
        "same",
        "again",
        "same size",
        "the same in M",
        "not the same again",
        "same address again",
        "send it again",
        "phir se",
    ],
)
def test_other_words_want_something_else(text: str) -> None:
    assert not wants_the_same(text)
