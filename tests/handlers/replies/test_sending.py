"""What the staff writes when everything is to stop, at once: few words, in any language."""

import pytest

from handlers.replies.commands import is_alone
from handlers.replies.sending import wants_no_sending

STOPS = ("stop everything", "STOP", "band karo sab", "sab band karo", "ruko", "ruk jao bhai", "para todo", "paren todo",
         "emergency stop", "रुको")  # fmt: skip
OTHERS = (
    "ruko 1027",
    "sab thik hai",
    "todo bien",
    "para todos los pedidos",
    "do it all",
    "cancel",
)


@pytest.mark.parametrize("text", STOPS)
def test_a_short_stop_is_heard(text: str) -> None:
    assert wants_no_sending(text)


@pytest.mark.parametrize("text", OTHERS)
def test_what_speaks_of_something_else_is_none(text: str) -> None:
    assert not wants_no_sending(text)


@pytest.mark.parametrize("text", ["pause now", "pls pause", "pause please!", "pause everything now"])
def test_a_command_is_alone_among_courtesies_and_hurry(text: str) -> None:
    assert is_alone(text, ("pause",))


@pytest.mark.parametrize("text", ["pause the red one", "pause?", "pause at 8", "we pause now", "paused"])
def test_a_command_with_anything_else_is_not(text: str) -> None:
    assert not is_alone(text, ("pause",))
