"""Questions of what was just shown, in four languages; what asks for something else is none."""

from __future__ import annotations

import pytest

from handlers.campaigns.sentences.questions import asks_of_what_is_shown
from handlers.replies.text import words


@pytest.mark.parametrize(
    "said",
    [
        "how many would get it?",
        "how many people",
        "When does it go out?",
        "when?",
        "how much does it cost",
        "what will it cost me?",
        "who gets this",
        "who is it for?",
        "what does it say?",
        "how does it look?",
        "¿a cuántas personas llega?",
        "¿cuándo sale?",
        "¿cuánto cuesta?",
        "a quién le llega",
        "kitne logon ko jayega?",
        "kab jayega",
        "kitna kharcha hoga?",
        "kisko milega?",
        "कितने लोगों को जाएगा?",
        "कब जाएगा?",
        "कितना खर्च होगा?",
        "¿qué dice?",
        "¿cómo queda?",
        "¿cuánto va a costar?",
        "¿a qué hora sale?",
        "¿quién no lo recibe?",
        "isme kya likha hai?",
        "इसमें क्या लिखा है?",
        "kitne baje jayega?",
        "kitne paise lagenge?",
        "किन लोगों को जाएगा?",
        "how many people will it reach?",
        "how many on whatsapp?",
        "how many in spanish?",
        "what time does it go out?",
        "what time?",
        "how many?",
        "how much?",
        "who?",
        "who would not get it?",
        "when will the last one get it?",
        "does it cost anything?",
        "in which languages?",
        "which channels?",
        "show me the preview",
        "show it again",
    ],
)
def test_a_question_of_it_is_read(said: str) -> None:
    assert asks_of_what_is_shown(words(said))


@pytest.mark.parametrize(
    "said",
    [
        "send it",
        "ok",
        "how many orders today?",
        "how many people stopped last week?",
        "when is the shop open?",
        "who is riya?",
        "what about the scarves",
        "do it when you can",
        "send to everyone who buys hats",
        "cuántos pedidos hay",
        "kitne order aaye?",
        "कितने ऑर्डर आए?",
        "it is for everyone",
        "how much did they spend?",
        "what do people like?",
        "when do people read it",
        "how are they",
        "who are they",
        "what can i do?",
        "how?",
        "what?",
        "que",
        "kya",
        "send it to them",
        "is anything open?",
        "show me the stats",
    ],
)
def test_all_else_is_none(said: str) -> None:
    assert not asks_of_what_is_shown(words(said))
