"""A yes that waits is none, however its words are typed; who is asked whether to wait says so by the same words."""

import pytest

from handlers.replies.answering import read_answer

ORDER, CANCEL = "2 Tiger Shorts M for Rs 1,798. Shall we order it?", "Shall we cancel order 1234?"


@pytest.mark.parametrize(
    "text",
    [
        "theek hai rukho", "ok rukho", "haan rukho", "rukho", "haan rukhiye", "thik hai rukna",
        "theek hai rukhna", "haan ruko zara",
        "ok ek minute", "haan ek min", "ok thehro", "haan thahro", "theek hai, wait karo", "ok wait",
        "fine, wait", "yes one sec",
        "ok one minute please", "sí espera", "ok espera un momento", "vale, un momento", "bueno espera",
        "ठीक है रुको", "हाँ रुकिए",
        "ठीक है एक मिनट", "हाँ, ठहरिए",
    ],
)  # fmt: skip
@pytest.mark.parametrize("question", [ORDER, CANCEL, ""])
def test_a_yes_that_waits_is_none(text: str, question: str) -> None:
    """ "Rukho" (wait) was taken for "rakho" (keep), and "haan ek min" cancelled an order."""
    assert read_answer(text, question).answer is not True


@pytest.mark.parametrize(
    ("text", "question"),
    [
        ("theek hai rakho", ORDER),
        ("haan rakh lo", ORDER),
        ("yes hold it", "Shall we hold it for you until Friday?"),
        ("haan intezaar karo", "Baaki ke liye intezaar karo, ya jo hai bhej dein? Intezaar karein?"),
        ("haan", ORDER),
        ("ok", ORDER),
    ],
)
def test_a_yes_that_does_not_is_one(text: str, question: str) -> None:
    assert read_answer(text, question).answer is True
