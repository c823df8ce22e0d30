"""What is said of campaigns of which none is named: how it stands."""

from __future__ import annotations

import pytest

from handlers.campaigns.sentences.every import is_asked_of_one
from handlers.replies.text import words


@pytest.mark.parametrize(
    "said",
    [
        "how is the campaign doing?",
        "how did our campaign go",
        "campaign results",
        "what did the campaign bring",
        "¿cómo va la campaña?",
        "¿cuánto vendió la campaña?",
        "campaign kaisa chal raha hai",
        "कैंपेन कैसा चल रहा है",
    ],
)
def test_asked_of_one(said: str) -> None:
    assert is_asked_of_one(words(said))


@pytest.mark.parametrize(
    "said",
    [
        "what is a campaign",
        "show me the campaign",
        "how are the campaigns doing",
        "pause the campaign",
        "how is the campaign of diwali doing",
        "how are my orders doing",
        "make a campaign",
    ],
)
def test_asked_of_none(said: str) -> None:
    assert not is_asked_of_one(words(said))
