"""Who asks how to pay, and who asks something else about paying."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.replies.paying import agrees_beside, asks_to_pay, says_link_fails, says_paid
from tests.handlers.replies.listed import phrases

ASKS = """
    how do i pay?|How can I pay|where do I pay|how to pay|payment link please|send me the link|send the link again
    I want to pay|pay now|can you send me the payment link?|can I pay now?|should I pay now?|when do I pay?|payment?
    how do I make the payment|where do I send the money|do I have to pay now?|pls tell me how to pay
    kaise pay karu|pay kaise karna hai|payment kaise karein?|link bhejo|link dobara bhej do|mujhe pay karna hai
    kahan pay karu|paise kaise bheju|paise kaise du|paise kahan dene hain|paisa kaise dena hai|payment kab karna hai
    kya main abhi pay kar sakta hu|payment kar du?|pay kaise karun bhai
    ¿cómo te pago?|¿dónde hago el pago?|¿puedo pagar ya?|¿cuándo pago?|¿cómo les pago?|¿tengo que pagar ahora?
    पैसे कैसे दूँ?|पैसे कैसे दूं|पैसे कैसे दें|पैसे कहाँ देने हैं|पैसे कैसे भेजूँ|पेमेंट कैसे करूँ|भुगतान कहाँ करना है|पेमेंट कब करूँ
    पैसा कैसे दूँ जी|क्या मैं अभी भुगतान कर सकता हूँ|पेमेंट कर दूँ?
    ¿cómo pago?|como puedo pagar|¿dónde pago?|mándame el enlace|manda el link de pago por favor|quiero pagar
    भुगतान कैसे करूँ?|पेमेंट कैसे करें|लिंक भेजो|लिंक दोबारा भेज दीजिए
"""
ELSE = """
    can I pay by card?|the link is dead|link nahi chal raha|I paid already|when do I get paid|how much is it?
    do you take cash|yes|pay my friend|send me the mug|why should I pay|link|my cousin wants to pay later
    UPI?|gpay chalega?|upi se pay kar sakte hain?|no puedo pagar|puedo pagar con tarjeta?|paise do|paise bhejo
    पैसे दो
    payment kar diya|payment ho gaya|paise bhej diye|paise nahi dunga|पैसे नहीं दूँगा|pago hecho|ya pagué|kya payment hai
    send me money|can I pay you later|when do you pay me|how will you pay me|payment kab hoga
    पैसे भेज दिए|paise kab milenge|payment kab milega
    no quiero pagar|पैसे वापस कब मिलेंगे|paise wapas bhejo
"""


@pytest.mark.parametrize("text", phrases(ASKS))
def test_asks_to_pay(text: str) -> None:
    assert asks_to_pay(text)


@pytest.mark.parametrize("text", phrases(ELSE))
def test_asks_something_else(text: str) -> None:
    assert not asks_to_pay(text)


@pytest.mark.parametrize(
    ("text", "agrees"),
    [("haan, link bhejo", True), ("ok send the link", True), ("link bhejo", False), ("हाँ लिंक भेजो", True)],
)
def test_who_says_yes_beside_it(text: str, agrees: bool) -> None:
    assert asks_to_pay(text)
    assert agrees_beside(text) is agrees


@given(st.text(max_size=200))
def test_any_text_is_read(text: str) -> None:
    asks_to_pay(text)


@pytest.mark.parametrize(
    "text",
    phrases("""
        the link is not working|can't open the link|payment link nahi khul raha hai|link nhi khul rha h|the link is dead
        no puedo abrir el link|el enlace no funciona|लिंक नहीं खुल रहा
    """),
)
def test_a_link_that_does_not_open(text: str) -> None:
    assert says_link_fails(text)
    assert not asks_to_pay(text)


@pytest.mark.parametrize("text", phrases("ya pague|ya pagué|I already paid|paid|maine pay kar diya|payment ho gaya"))
def test_it_is_paid(text: str) -> None:
    assert says_paid(text)
    assert not asks_to_pay(text)


@pytest.mark.parametrize("text", phrases("is it paid?|i paid for 2 mugs|link|the mug is broken|no puedo pagar"))
def test_neither(text: str) -> None:
    assert not says_paid(text)
    assert not says_link_fails(text)
