"""What greets and says no more, and what wants nothing sent to customers any more."""

import pytest

from handlers.replies.greeting import is_greeting
from handlers.replies.sending import wants_no_sending


@pytest.mark.parametrize(
    "text",
    ["hello", "Hi!", "good morning", "Good morning team", "namaste ji", "hola", "नमस्ते", "hello 👋", "buenos días"],
)
def test_a_greeting(text: str) -> None:
    assert is_greeting(text)


@pytest.mark.parametrize("text", ["", "hi stats", "hello, did Dana pay?", "team", "good", "👍", "1234"])
def test_no_greeting(text: str) -> None:
    assert not is_greeting(text)


@pytest.mark.parametrize(
    "text",
    [
        "stop", "STOP ALL", "please stop", "stop sending", "stop all messages to customers", "unsubscribe me",
        "para los envíos de hoy", "aaj ke liye message band karo", "आज मैसेज बंद रखो", "dont text customers after 8pm",
    ],
)  # fmt: skip
def test_a_stop_of_sending(text: str) -> None:
    assert wants_no_sending(text)


@pytest.mark.parametrize("text", ["cancel", "1027 stop", "no", "what stops you", "we have no hoodie", "hello", "5"])
def test_no_stop_of_sending(text: str) -> None:
    assert not wants_no_sending(text)
