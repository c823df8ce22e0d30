"""Short questions of the owner that a few words make, in four languages, and what is no answer to a customer."""

import pytest

from handlers.replies.errands import Errand
from handlers.replies.plain_errands import is_own, opens_a_question, plainly, unpaid_of
from handlers.replies.stopping import asks_whether_sent

ASKED = {
    Errand.REPORT: (
        "कितना पैसा आया",
        "kitna paisa aaya aaj",
        "how much money came in this week",
        "cuanto dinero entro hoy",
    ),
    Errand.ORDERS: (
        "who hasnt paid?", "who did not pay yet", "kisne paise nahi diye", "kiska payment baki hai",
        "quien no ha pagado", "किसने पैसे नहीं दिए", "has joe payd?", "ha pagado Lucia?",
    ),
    Errand.SHOPS: ("connaught ko kitna dena hai", "how much do we owe hauz khas", "cuanto le debo a karol"),
    Errand.WHY: ("why didnt miles get a message", "noor ko message kyu nahi gaya", "रवि को मैसेज क्यों नहीं गया"),
}  # fmt: skip
OWN = (
    "best seller?", "what r my best products", "cual es mi mejor producto", "mujhe hindi me jawab do",
    "responde en español", "thoda aur chota karo", "hazlo mas corto", "Ravi ko nikal do",
)  # fmt: skip
ANSWERS = (
    "haan asli hai", "yes it is cotton, made in jaipur", "we ship on monday", "my shop is open till 8",
    "our products are all handmade", "no we dont have it in red", "your order is paid", "aapne paise nahi diye",
)  # fmt: skip


@pytest.mark.parametrize(("errand", "text"), [(errand, one) for errand, several in ASKED.items() for one in several])
def test_what_a_short_question_asks(errand: Errand, text: str) -> None:
    assert plainly(text) == (errand, 1.0)


@pytest.mark.parametrize("text", OWN)
def test_what_is_the_owners_own(text: str) -> None:
    assert is_own(text)


@pytest.mark.parametrize("text", ANSWERS)
def test_what_may_be_an_answer_to_a_customer(text: str) -> None:
    assert plainly(text) is None
    assert not is_own(text)
    assert not opens_a_question(text)


def test_whose_payment_is_asked_for() -> None:
    assert [unpaid_of(one) for one in ("has joe payd?", "who hasnt paid?", "kisne paise nahi diye", "mug 12")] == [
        "joe",
        "",
        "",
        None,
    ]


@pytest.mark.parametrize("text", ["are we sending?", "kya message ja rahe hain?", "estamos enviando?", "is it paused?"])
def test_whether_it_is_sent_is_asked(text: str) -> None:
    assert asks_whether_sent(text)


@pytest.mark.parametrize("text", ["are you there?", "is it cotton?", "pause", "stop sending", "are we open on sunday?"])
def test_what_asks_something_else(text: str) -> None:
    assert not asks_whether_sent(text)
