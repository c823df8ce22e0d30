"""A cancel in whatever dress: everybody who reads a bare one reads the same."""

import pytest

from handlers.replies.bare_cancel import is_bare_cancel
from tests.cases import each

DRESSED = [
    "cancel", "Cancel sir", "cancel thank you", "please cancel", "cancel please bhai", "yes cancel", "cancel it",
    "cancel kar do", "cancel kar dijiye", "कैंसिल कर दो", "radd kar do", "cancela por favor", "ok cancel thanks",
]  # fmt: skip


@each("text", DRESSED)
def test_a_bare_cancel_is_one_for_everybody(text: str) -> None:
    """The staff's question had a list of its own, and "cancel sir" to it ended our messages."""
    assert is_bare_cancel(text)


@pytest.mark.parametrize("text", ["cancel order 12", "cancel the mug", "cancel my messages", "never cancel"])
def test_what_names_a_thing_is_no_bare_cancel(text: str) -> None:
    assert not is_bare_cancel(text)
