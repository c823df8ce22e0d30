"""Who asks whether goods can be added wants them; who asks what they cost, or whether they can later, does not."""

import pytest

from handlers.sourcing.replies.more_asked import adding_asked


@pytest.mark.parametrize(
    "text",
    [
        "can you add 1 elephant?",
        "could u add an elephant ?",
        "¿puedes agregar 1 elefante?",
        "1 elephant bhi add kar doge?",
    ],
)
def test_a_wish(text: str) -> None:
    assert adding_asked(text) == text.rstrip(" ?")


@pytest.mark.parametrize(
    "text",
    [
        "how much if i add 1 elephant?", "can i add 1 elephant later?", "what can i add?", "can you add 1? how?",
        "did you add 1 elephant?", "can you send it?", "can you add 1 elephant", "agar 1 elephant add karoge toh?",
    ],
)  # fmt: skip
def test_none(text: str) -> None:
    assert adding_asked(text) == ""
