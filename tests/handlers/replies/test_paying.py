"""Who asks how to pay, who says that it is paid, and who writes of something else."""

import pytest

from handlers.replies.payment_questions import asks_to_pay, says_paid
from tests.cases import each
from tests.handlers.replies.listed import phrases

ASKS = """
    how do i pay?|How to pay|payment link please|Hi, send me the link|pay now|payment?|link bhejo bhai|kaise pay karu?
    ¿cómo pago?|¿dónde pago?|quiero pagar por favor|भुगतान कैसे करूँ?|पैसे कैसे दूँ|लिंक भेजो
"""
PAID = "paid|I have paid|already paid, thanks|ya pagué|pay kar diya|payment ho gaya|पेमेंट कर दिया"
ELSE = """
    can I pay by card?|the link is dead|how much is it?|yes|why should I pay|UPI?|paise do|pay my friend|is it paid?
    I paid for 2 mugs|paise nahi dunga|no quiero pagar|send me the mug|link|paid?|when do I get paid|
"""


@each("text", phrases(ASKS))
def test_asks_to_pay(text: str) -> None:
    assert asks_to_pay(text)
    assert not says_paid(text)


@pytest.mark.parametrize("text", phrases(PAID))
def test_it_is_paid(text: str) -> None:
    assert says_paid(text)
    assert not asks_to_pay(text)


@each("text", phrases(ELSE))
def test_anything_else_is_for_others(text: str) -> None:
    assert not asks_to_pay(text)
    assert not says_paid(text)
