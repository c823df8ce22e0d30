"""Who told somebody of the shop, or sent them, and what the family wants: none of it ends our messages."""

from __future__ import annotations

from handlers.replies.arrival_stories import drop_others
from handlers.replies.opt_out_recognition import OptOut, read_opt_out
from tests.cases import each
from tests.handlers.replies import spoken_of_us
from tests.handlers.replies.listed import phrases

DOUBTS = """
    who gave you my number|my sister gave you my number|my wife saw your message, no more
    my boss told me to stop texting here, stop|mi esposa dice que ya no me escriban|malik ne bola message band karo
    already told your shop boy, take me off the list|my sister told me about you, stop texting me
    my wife wants you to stop messaging me|mi hija quiere que me saquen de la lista|meri wife ko message nahi chahiye
"""
COMPLAINTS = """
    my sister gave you my number|you sent me this link|who told you about me|my wife saw your message
    my sister never told me about you|already told your shop boy|aapne ye link bheja|suspenda todo envío a este número
    mi esposo vio su mensaje|did my sister tell you about me?|my friend told me you spam people
"""


@each("kind", ["told", "wished"])
@each("language", spoken_of_us.LANGUAGES)
def test_nobody_is_asked_about_stopping_for_it(language: str, kind: str) -> None:
    texts = spoken_of_us.greeted(getattr(spoken_of_us, kind)(language), language)
    assert [text for text in texts if read_opt_out(text) is not OptOut.NONE] == []


@each("text", phrases(DOUBTS))
def test_what_may_end_our_messages_still_may(text: str) -> None:
    assert read_opt_out(text) in {OptOut.STOP, OptOut.AMBIGUOUS}


@each("text", phrases(COMPLAINTS))
def test_what_the_shop_did_is_not_how_they_came(text: str) -> None:
    assert drop_others(text) == text
