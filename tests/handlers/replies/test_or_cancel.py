"""Who calls an order off on a condition alone, and who as a whole."""

from itertools import product

import pytest

from handlers.sourcing.replies.or_cancel import cancels_or_else

WANTED = {
    "en": ("send it before friday", "deliver it by tomorrow", "give me a discount"),
    "es": ("mándalo antes del viernes", "entrégalo mañana"),
    "hi": ("शुक्रवार तक भेजो", "कल तक भेज दो"),
    "hi-Latn": ("friday tak bhejo", "kal tak de do"),
}
ELSE = {
    "en": ("or cancel", "or cancel it", "otherwise cancel my order", "or else please cancel"),
    "es": ("o cancela", "o cancélalo", "si no cancela el pedido"),
    "hi": ("नहीं तो कैंसल कर दो", "वरना रद्द कर दो", "या कैंसल करो"),
    "hi-Latn": ("nahi to cancel kar do", "warna cancel", "ya phir cancel kar do"),
}
TOGETHER = [
    f"{wanted}{mark} {else_}" for one in WANTED for wanted, mark, else_ in product(WANTED[one], ("", ","), ELSE[one])
]


@pytest.mark.parametrize("text", TOGETHER)
def test_it_is_called_off_where_something_is_not_done(text: str) -> None:
    assert cancels_or_else(text)


@pytest.mark.parametrize(
    "text",
    [
        "cancel it if it doesn't come by friday",
        "if you can't send it today cancel it",
        "si no llega el viernes cancélalo",
        "agar kal tak nahi aaya to cancel kar do",
        "अगर कल तक नहीं आया तो कैंसल कर दो",
    ],
)
def test_it_is_called_off_if(text: str) -> None:
    assert cancels_or_else(text)


@pytest.mark.parametrize(
    "text",
    [
        "cancel my order",
        "cancel it if you can",
        "please cancel, if possible",
        "cancela mi pedido si se puede",
        "agar ho sake to cancel kar do",
        "cancel",
        "or cancel",
        "don't cancel",
        "can I return it or not",
        "send it before friday",
    ],
)
def test_it_is_called_off_as_a_whole_or_not_at_all(text: str) -> None:
    assert not cancels_or_else(text)
