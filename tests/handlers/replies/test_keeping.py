"""Answers to whether our messages shall stop: what is not clear leaves the question open."""

from __future__ import annotations

import pytest

from handlers.replies.expected_answers import Expecting
from handlers.replies.opt_out_recognition import OptOut, read_opt_out
from handlers.replies.stop_question_answers import wants_them
from tests.cases import each

KEPT = """
    KEEP|keep them please|no|No.|no thanks|nope|no, keep them|no, go on|please continue|don't stop|yes, keep them|SEGUIR
    no, sigan|no paren|nahi|nahi, chalu rakho|bhejte rahiye|मत रोको|नहीं जी|जारी रखिए
    of course not|I guess not|no, quiero seguir
""".replace("\n", "|").split("|")
ENDED = """
    yes|Yes please|si|haan|हाँ|haan band karo|yes stop|हाँ बंद करो|no more|no messages|no sigan|dont message me
    i said no more|dont send me|mat bhejo|nahi chahiye|no manden|मत भेजो|नहीं चाहिए
""".replace("\n", "|").split("|")
OPEN = """
    not interested|dont want these|who gave you my number|where is my order|keep the order|2|hmm
    no order yet|I don't know|it's fine|no problem|you can continue|no stop it
    no, send them|no send it|mat band karo|dont send the mug|no messages?
""".replace("\n", "|").split("|")


@each("text", [one.strip() for one in KEPT if one.strip()])
def test_they_want_them(text: str) -> None:
    assert wants_them(text) is True


@each("text", [one.strip() for one in ENDED if one.strip()])
def test_they_do_not(text: str) -> None:
    assert wants_them(text) is False


@each("text", [one.strip() for one in OPEN if one.strip()])
def test_it_is_no_answer(text: str) -> None:
    assert wants_them(text) is None


@each("expecting", Expecting)
@each("text", ["remove", "Remove.", "please remove", "darse de baja", "DARSE DE BAJA", "stop", "optout"])
def test_a_clear_word_is_one_whatever_is_asked(text: str, expecting: Expecting) -> None:
    assert read_opt_out(text, expecting=expecting) is OptOut.STOP


@pytest.mark.parametrize("text", ["remove socks", "remove 1", "remove it from my cart"])
def test_what_is_removed_from_a_cart_is_no_opt_out(text: str) -> None:
    assert read_opt_out(text) is not OptOut.STOP
