"""What greets and says no more, and what wants nothing sent to customers any more."""

import pytest

from handlers.replies.greetings import is_greeting
from handlers.staff_chat.staff_yes_no import stops_sending
from tests.cases import each


@each(
    "text",
    ["hello", "Hi!", "good morning", "Good morning team", "namaste ji", "hola", "नमस्ते", "hello 👋", "buenos días"],
)
def test_a_greeting(text: str) -> None:
    assert is_greeting(text)


@pytest.mark.parametrize("text", ["", "hi stats", "hello, did Dana pay?", "team", "good", "👍", "1234"])
def test_no_greeting(text: str) -> None:
    assert not is_greeting(text)


@each(
    "text",
    [
        "stop", "STOP ALL", "please stop", "stop everything", "stop all messages to customers", "unsubscribe me",
        "para todo", "don't text asha anymore",
    ],
)  # fmt: skip
def test_a_stop_of_sending(text: str) -> None:
    assert stops_sending(text)


@pytest.mark.parametrize("text", ["cancel", "1027 stop", "no", "what stops you", "we have no hoodie", "hello", "5"])
def test_no_stop_of_sending(text: str) -> None:
    assert not stops_sending(text)
