"""A phrase without the words that nobody knows: offered where no number and no denial goes with them."""

import pytest

from handlers.audience.replies.leaving_out import without_unread
from handlers.audience.replies.reading import read_phrase
from tests.handlers.audience.test_phrases import NAMES


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("yo who copped nike in the last 30 days", "who nike in the last 30 days"),
        ("vip zindabad", "vip"),
        ("gone 60 days, zindabad", "gone 60 days,"),
    ],
)
def test_offered(text: str, left: str) -> None:
    found = without_unread(text, read_phrase(text, NAMES), NAMES)
    assert found is not None
    assert found[0] == left
    assert found[1].criteria is not None


@pytest.mark.parametrize(
    "text",
    [
        "who love cats",  # nothing is left
        "vip",  # all is read
        "vip not zorping",  # what the no denies would go
        "vip over 50 zorps",  # a number would
        "not vip and wholesale",  # may be two things
        "vip with zorping eyes",  # what they are with would go
        "agreed to sms",  # would be who can be reached
        "sms consent",
        "bought me a zorping",  # would be anything bought
        "orders before zorping",  # would be any time
        "vip zorp blip frob quux mumble",  # too little is known
    ],
)
def test_not_offered(text: str) -> None:
    assert without_unread(text, read_phrase(text, NAMES), NAMES) is None
