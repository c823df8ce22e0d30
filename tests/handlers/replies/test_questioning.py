"""Who asks, and who answers in words that read like a question."""

import pytest

from handlers.replies.questioning import is_question


@pytest.mark.parametrize(
    "text",
    [
        "is it true to size?",
        "what is this",
        "mug kitne ka hai",
        "tienen talla M",
        "इसकी कीमत क्या है",
        "how does this work",
    ],
)
def test_a_question(text: str) -> None:
    assert is_question(text)


@pytest.mark.parametrize(
    "text",
    ["it is quite light", "it runs a little big", "yes we ship to Canada", "the price is 40 dollars", "no, only blue"],
)
def test_an_answer(text: str) -> None:
    assert not is_question(text)
