"""What is said while we ask whether we may write, and is no answer: a story, a wish of the family, a question."""

from __future__ import annotations

import pytest

from handlers.replies.answering import read_answer
from handlers.replies.asking import Asking, asking
from handlers.replies.intents import Intent, read
from handlers.replies.optout import OptOut, read_opt_out
from handlers.replies.questions import Expecting
from tests.handlers.replies import spoken_of_us
from tests.handlers.replies.listed import phrases

ASKS = {
    "en": (
        "Tiger Tees: Hello! Reply YES to get cart reminders and offers by text, up to 3 a week. Not required to buy.",
        "Hello, this is Tiger Tees. Write ORDER to order, or ask us anything. May we remind you here of a cart "
        "you leave, and send an offer now and then: up to 3 a week?",
        "You can ask us anything here. May we remind you here of a cart you leave: up to 3 a week?",
    ),
    "es": (
        "Tiger Tees: Hola. Responde SI para recibir recordatorios de tu carrito y ofertas por SMS, hasta 3 por semana.",
        "Hola, somos Tiger Tees. Escribe COMPRAR para pedir. ¿Te enviamos aquí una oferta de vez en cuando?",
    ),
    "hi-Latn": (
        "Tiger Tees: Namaste. Cart ki yaad SMS par paane ke liye YES likhiye, hafte mein 3 tak.",
        "Namaste, yeh Tiger Tees hai. Kya chhoote cart ki yaad yahin dilayein: hafte mein 3?",
    ),
    "hi": (
        "Tiger Tees: नमस्ते। कार्ट की याद SMS पर पाने के लिए YES लिखिए, हफ़्ते में 3 तक।",
        "नमस्ते, यह Tiger Tees है। क्या छूटे कार्ट की याद यहीं दिलाएँ, और कभी-कभी ऑफ़र भेजें: हफ़्ते में 3?",
    ),
}
REFUSALS = """
    no|no thanks|nope|not interested|don't text me|no texts please|my phone buzzes enough as it is|I'd rather you didn't
    email is plenty for me|please don't|my wife wants no messages|my sister told me about you but no thanks
    no gracias|no me interesa|prefiero que no|no me escriban|paso, gracias|mejor no
    mi hermana me habló de ustedes pero no gracias
    nahi|nahi chahiye|mat bhejo|rehne do|zarurat nahi|maaf karo|koi zarurat nahi hai
    नहीं|नहीं चाहिए|मत भेजो|रहने दीजिए|ज़रूरत नहीं है
"""


@pytest.mark.parametrize("kind", ["told", "wished", "asked"])
@pytest.mark.parametrize("language", spoken_of_us.LANGUAGES)
def test_what_is_no_answer_to_whether_we_may_write(language: str, kind: str) -> None:
    texts = spoken_of_us.greeted(getattr(spoken_of_us, kind)(language), language)
    wrong = [
        (text, found)
        for question in ASKS[language]
        for text in texts
        if (found := read(text, expecting=Expecting.YES_NO, question=question).intent)
        in {Intent.YES, Intent.NO, Intent.STOP, Intent.AMBIGUOUS_STOP, Intent.CANCEL_ORDER}
    ]
    assert wrong == []


@pytest.mark.parametrize("question", [one for asked in ASKS.values() for one in asked])
def test_each_ask_is_for_a_consent(question: str) -> None:
    assert asking(question) is Asking.CONSENT


@pytest.mark.parametrize("question", [ASKS["en"][0], ASKS["en"][1]], ids=["sms", "chat"])
@pytest.mark.parametrize("text", phrases(REFUSALS))
def test_a_refusal_is_one(text: str, question: str) -> None:
    ends = read_opt_out(text, expecting=Expecting.YES_NO, question=question) in {OptOut.STOP, OptOut.AMBIGUOUS}
    assert ends or read_answer(text, question).answer is False
