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
    ],
)
def test_all_else_is_none(said: str) -> None:
    assert not asks_of_what_is_shown(words(said))
