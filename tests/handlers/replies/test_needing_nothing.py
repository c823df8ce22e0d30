"""Whether a text says that nothing is needed just now, and no more."""

import pytest

from handlers.replies.no_need_phrases import needs_nothing


@pytest.mark.parametrize(
    "said",
    [
        "I don't need anything",
        "no thanks, I don't want anything right now",
        "mujhe kuch nahi chahiye",
        "abhi kuch bhi nahi chahiye ji",
        "no necesito nada, gracias",
        "मुझे कुछ नहीं चाहिए",
    ],
)
def test_nothing_is_needed(said: str) -> None:
    assert needs_nothing(said)


@pytest.mark.parametrize(
    "said",
    [
        "do you need anything?",
        "I don't want anything from you",
        "I don't need anything, stop your offers",
        "kuch nahi chahiye, message mat bhejo",
        "no quiero nada de ustedes",
        "I don't need anything else",
        "nothing",
    ],
)
def test_all_else_says_more(said: str) -> None:
    assert not needs_nothing(said)
