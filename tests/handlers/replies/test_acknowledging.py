"""What takes note, declines kindly, doubts or mocks is no yes; a yes with thanks is one."""

from __future__ import annotations

import pytest

from handlers.replies.acknowledging import acknowledges
from handlers.replies.answering import read_answer
from handlers.replies.intents import Expecting, Intent, read
from tests.handlers.replies.listed import phrases

CONSENT = "May we send an offer now and then: up to 3 a week? Not required to buy. Reply YES to agree."
ORDER = "2 Tiger Shorts L: ₹1,798.\nShall we order it?"
NOTED = """
    thank you|thank you anyway|thanks anyway|that's okay, thank you|it's okay thanks|all good thanks|good thanks
    no worries thanks|fine, thank you and you|I am fine thank you|thank you 👋|shukriya|theek hoon|haan main theek hu
    sab theek hai|मैं ठीक हूँ|कोई बात नहीं|así estoy bien|ya gracias|no hay problema|ya lo tengo|sí ya lo tengo|ya tengo
    yes I have it|haan mil gaya|हाँ मिल गया|हो गया|ordered|done|done, thanks|I'm done|ok got it|yes I have a question
    ok I will think|yes ❓|👍❓|I guess|up to you|would be nice|si hay|si me queda|si es bueno
    haan milega to|ya sé|ya qué|tu kar|chahiye tha|haan lena tha|चाहिए था|sure 🙄|yes 🤔|ok 😡|ok 👋|yes 🖕|ok sorry
    haan sorry|sí, cómo no...|all good|it's fine, thanks|we are good|yes I'm here|yes it's me|good for you|estoy bien
    así está bien|main theek hoon|all done|done with this
"""
AGREED = """
    yes|ok thanks|yes thanks|yes please thank you|haan ji shukriya|sí gracias|ok|👍|sure|yes, order it, thanks|theek hai
    theek hai ji|vale gracias|great, thanks|perfect thank you|sounds good thanks|confirm|yes that's fine|yes it's ok
    ok that's fine, order it|haan bhai order kar do|dale gracias|listo|listo gracias|go ahead thanks|yes all good
    yes no problem|fine|good|okay|हाँ धन्यवाद|perfecto gracias|claro gracias|kar do shukriya|hi, yes
"""


@pytest.mark.parametrize("question", [ORDER, CONSENT], ids=["an order", "a consent"])
@pytest.mark.parametrize("text", phrases(NOTED))
def test_what_only_takes_note_is_no_yes(text: str, question: str) -> None:
    assert acknowledges(text)
    assert read(text, expecting=Expecting.YES_NO, question=question).intent is not Intent.YES


@pytest.mark.parametrize("text", phrases(AGREED))
def test_a_yes_with_thanks_is_one(text: str) -> None:
    assert not acknowledges(text)
    assert read_answer(text, ORDER).answer is True


@pytest.mark.parametrize(
    "text",
    [
        "yes hello", "haan hello", "haan ji hello", "haan bhai hello", "yes, hello there", "yes hi",
        "ok hi", "sí, hola", "haan namaste",
        "yes good morning", "yes speaking", "haan boliye", "sí dígame", "हाँ हेलो", "हाँ बोलिए", "जी हाँ नमस्ते",
    ],
)  # fmt: skip
@pytest.mark.parametrize("question", ["Shall we order it?", "Shall we cancel order 1234?"])
def test_a_hello_behind_a_yes_is_said_on_the_phone(text: str, question: str) -> None:
    """ "Haan hello" placed an order."""
    assert read_answer(text, question).answer is None


@pytest.mark.parametrize(
    "text", ["hello yes", "hello haan", "hi yes", "good morning, yes", "हेलो हाँ", "hola, sí", "haan ji", "yes sir"]
)
def test_a_hello_in_front_of_a_yes_greets(text: str) -> None:
    assert read_answer(text, "Shall we order it?").answer is True
