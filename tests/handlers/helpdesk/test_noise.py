"""What says nothing: one picture or several, one word that can be none, or a text with nothing in it."""

from __future__ import annotations

from handlers.helpdesk.message_noise import is_noise
from tests.cases import each


@each("text", ["", " ", "🔥", "?", "¿?", "asdkjfh", "qwerty", "sdfghj", "zxcvb", "hjkl"])
def test_it_says_nothing(text: str) -> None:
    assert is_noise(text)


@each(
    "text",
    [
        "🛑", "😡", "👎", "is it cotton", "asdkjfh?", "asdkjfh please", "kurta", "leopard", "achchha", "haan",
        "kya", "talla", "hola", "शर्ट", "XL", "1234", "ok", "link", "thx", "pls", "hmm", "Schwarz", "😂😂😂",
    ],
)  # fmt: skip
def test_it_may_say_something(text: str) -> None:
    assert not is_noise(text)
