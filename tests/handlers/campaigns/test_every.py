"""What is said of campaigns of which none is named: how it stands."""

from __future__ import annotations

import pytest

from handlers.campaigns.sentences.every import asks_how_it_stands
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
        "how are our campaigns doing",
        "¿cómo van las campañas?",
        "campaigns kaise chal rahe hain",
    ],
)
def test_asked_of_one(said: str) -> None:
    assert asks_how_it_stands(words(said))


@pytest.mark.parametrize(
    "said",
    [
        "what is a campaign",
        "show me the campaign",
        "pause the campaign",
        "how is the campaign of diwali doing",
        "how are my orders doing",
        "make a campaign",
    ],
)
def test_asked_of_none(said: str) -> None:
    assert not asks_how_it_stands(words(said))
