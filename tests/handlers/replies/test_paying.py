"""Who asks how to pay, and who asks something else about paying."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.replies.paying import asks_to_pay

ASKS = """
    how do i pay?|How can I pay|where do I pay|how to pay|payment link please|send me the link|send the link again
    I want to pay|pay now|can you send me the payment link?
    kaise pay karu|pay kaise karna hai|payment kaise karein?|link bhejo|link dobara bhej do|mujhe pay karna hai
    ¿cómo pago?|como puedo pagar|¿dónde pago?|mándame el enlace|manda el link de pago por favor|quiero pagar
    भुगतान कैसे करूँ?|पेमेंट कैसे करें|लिंक भेजो|लिंक दोबारा भेज दीजिए
"""
ELSE = """
    can I pay by card?|the link is dead|link nahi chal raha|I paid already|when do I get paid|how much is it?
    do you take cash|yes|pay my friend|send me the mug|why should I pay|link|my cousin wants to pay later
    no quiero pagar|पैसे वापस कब मिलेंगे|paise wapas bhejo
"""


def phrases(text: str) -> list[str]:
    return [said.strip() for line in text.strip().splitlines() for said in line.split("|")]


@pytest.mark.parametrize("text", phrases(ASKS))
def test_asks_to_pay(text: str) -> None:
    assert asks_to_pay(text)


@pytest.mark.parametrize("text", phrases(ELSE))
def test_asks_something_else(text: str) -> None:
    assert not asks_to_pay(text)


@given(st.text(max_size=200))
def test_any_text_is_read(text: str) -> None:
    asks_to_pay(text)
