"""Questions which campaign was the best, and sentences that only hold the words."""

from __future__ import annotations

import pytest

from handlers.campaigns.sentences.ranking import asks_for_the_best
from handlers.replies.text import words


@pytest.mark.parametrize(
    "said",
    [
        "which campaign was best", "best campaign", "top campaigns", "which campaign sold the most?",
        "what campaign made the most money", "¿cuál campaña fue la mejor?", "mejor campaña", "qué campaña vendió más",
        "sabse achha campaign kaunsa tha", "kis campaign se sabse zyada bikri hui",
        "सबसे अच्छा कैंपेन कौन सा था", "सबसे अच्छा कैंपेन",
    ],
)  # fmt: skip
def test_the_best_is_asked_for(said: str) -> None:
    assert asks_for_the_best(words(said))


@pytest.mark.parametrize(
    "said",
    [
        "best sellers last month", "new campaign best offers to vip", "which campaigns are running",
        "send the best campaign to vip",
        "campaign", "best time to send",
    ],
)  # fmt: skip
def test_something_else_is_asked(said: str) -> None:
    assert not asks_for_the_best(words(said))
