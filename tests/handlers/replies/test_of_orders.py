"""What speaks of an order is told from what may end our messages."""

import pytest

from handlers.replies.customer_intents import Intent
from handlers.replies.opt_out_recognition import OptOut, read_opt_out
from handlers.replies.order_end_wishes import read_order_wish
from tests.cases import each
from tests.understanding.lines import own


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("मुझे नहीं चाहिए अब, पैसे वापस करो", Intent.REFUND),
        ("बस बहुत हुआ, पैसे वापस करो", Intent.REFUND),
        ("i want out, money back", Intent.REFUND),
        ("i don't want it any more, cancel", Intent.CANCEL_ORDER),
        ("i'm done, cancel it", Intent.CANCEL_ORDER),
        ("यह ऑर्डर नहीं चाहिए अब", Intent.CANCEL_ORDER),
    ],
)
def test_money_back_and_cancelling_are_of_an_order(text: str, intent: Intent) -> None:
    wish = read_order_wish(text)
    assert wish is not None
    assert wish.intent is intent


@each(
    "text",
    [
        "stop",
        "STOP. refund",
        "cancel",
        "unsubscribe me and refund me",
        "refund me and don't message me again",
        "cancel my subscription",
        "i don't want any more messages, cancel",
        "बंद करो मैसेज, पैसे वापस",
        "paise wapas karo aur dobara message mat karna",
        "devuélvanme el dinero y no me escriban nunca más",
        "nahi chahiye",
        "cancel all",
        "i don't want this any more",
    ],
)
def test_an_end_of_our_messages_is_of_no_order(text: str) -> None:
    assert read_order_wish(text) is None


def test_no_stop_of_the_lines_is_of_an_order() -> None:
    """A stop stays one at any time: also those that speak of money or of an order beside it."""
    taken = [one.text for one in own("customers") if one.label == "stop" and read_order_wish(one.text) is not None]
    assert [one for one in taken if read_opt_out(one) is not OptOut.NONE] == []
