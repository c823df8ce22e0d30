"""An opt-out beside a wish, in either order and however the two are parted: what it comes to, and what is left."""

from __future__ import annotations

from itertools import product

import pytest

from handlers.replies.opt_out_recognition import OptOut, read_opt_out
from handlers.replies.standalone_stop import find_keyword_apart
from handlers.replies.stop_clause import find_part_stop
from handlers.replies.text_normalisation import words
from tests.cases import each

WISHES = (
    *("2 mugs", "mug 1", "one elephant", "I want a cap", "please order 1 mug", "shorts L", "tee L please"),
    *("quiero una taza", "un elefante", "2 gorras por favor", "dame dos tazas"),
    *("मग 1 भेजो", "एक हाथी चाहिए", "2 मग", "मुझे टोपी चाहिए"),
    *("ek hathi bhejo", "2 mug chahiye", "mujhe ek cap chahiye", "tee L bhej do"),
)
SENTENCES = (". ", "! ", "\n", "; ")
LESSER = (", ", " - ")
JOINTS = (" & ", " / ", " and ", " y ", " aur ", " और ")
PARTED = SENTENCES + LESSER + JOINTS
KEYWORDS = ("STOP", "STOPALL", "END", "QUIT", "UNSUBSCRIBE", "OPT OUT", "OPT-OUT", "REVOKE", "BAJA", "STOPP")
OFF = (
    *("opt me out", "take me off your list", "unsubscribe me", "stop texting me", "please remove me from your list"),
    *("dont text me anymore", "stop your messages", "no more messages", "leave me alone", "stop sending me messages"),
    *("dame de baja", "quiero darme de baja", "no me manden mas mensajes", "quítenme de su lista"),
    *("मैसेज बंद करो", "मैसेज मत भेजो", "मुझे मैसेज मत भेजना", "मेरा नंबर हटा दो"),
    *("list se number hata do", "message band karo", "msg mat bhejo", "mujhe message mat bhejo"),
)  # fmt: skip


def beside(one: str, wish: str, marks: tuple[str, ...]) -> list[str]:
    """Both of them, in either order and by every mark."""
    return [text for mark in marks for text in (f"{one}{mark}{wish}", f"{wish}{mark}{one}")]


def is_one(text: str, wish: str, *, plain: bool) -> bool:
    """Whether an opt-out is seen in a text, by ``plain`` words or as a doubt, and the wish is all that is left."""
    parted = find_part_stop(text)
    if parted is None or read_opt_out(text) is OptOut.NONE:
        return False
    return (parted.sure, words(parted.rest)) == (plain, words(wish))


@each("keyword", KEYWORDS)
def test_a_keyword_of_its_own_is_an_opt_out_and_leaves_the_wish(keyword: str) -> None:
    """Also in small letters where it is a sentence."""
    texts = [(text, wish) for wish in WISHES for text in beside(keyword, wish, PARTED)]
    texts += [(text, wish) for wish in WISHES for text in beside(keyword.lower(), wish, SENTENCES)]
    assert [text for text, wish in texts if not is_one(text, wish, plain=True)] == []


@each("off", OFF)
def test_a_wish_to_be_off_beside_another_wish_is_plain(off: str) -> None:
    texts = [(text, wish) for wish in WISHES for text in beside(off, wish, PARTED)]
    assert [text for text, wish in texts if not is_one(text, wish, plain=True)] == []


@pytest.mark.parametrize("keyword", ["STOP", "END", "QUIT", "UNSUBSCRIBE", "OPT OUT", "BAJA", "STOPP"])
def test_a_keyword_without_a_mark_is_a_doubt(keyword: str) -> None:
    texts = [(f"{wish} {keyword}", wish) for wish in WISHES]
    assert [text for text, wish in texts if not is_one(text, wish, plain=False)] == []


@each("keyword", ["STOP", "STOPP", "stop", "UNSUBSCRIBE", "QUIT"])
@each("wish", ["2 mugs", "2 mugs pls", "1 cap"])
def test_a_keyword_right_before_a_count_is_a_doubt(keyword: str, wish: str) -> None:
    assert is_one(f"{keyword} {wish}", wish, plain=False)


@pytest.mark.parametrize("mark", JOINTS)
def test_a_bare_stop_that_is_joined_to_a_wish_is_a_doubt(mark: str) -> None:
    texts = [(text, wish) for wish in WISHES for text in beside("stop", wish, (mark,))]
    assert [text for text, wish in texts if not is_one(text, wish, plain=False)] == []


MENDED = (
    *("I want the mug, not the shorts", "2 mugs only", "the red one instead", "sirf 2 mug chahiye", "solo una taza"),
    *("मग नहीं, टोपी चाहिए", "no quiero tazas, quiero gorras", "wait, 2 mugs"),
)


@each(("keyword", "wish"), [*product(["stop", "Stop", "STOP", "end"], MENDED)])
def test_beside_a_wish_that_is_mended_a_keyword_is_a_doubt(keyword: str, wish: str) -> None:
    parted = find_part_stop(f"{keyword}. {wish}")
    assert parted is not None
    assert not parted.sure


@pytest.mark.parametrize("text", ["2 mugs. CANCEL", "2 mugs. cancel", "2 tazas. ya basta", "2 mug. bas karo"])
def test_what_may_be_said_of_the_wish_is_a_doubt(text: str) -> None:
    found = find_keyword_apart(text)
    assert found is not None
    assert not found.sure


def test_while_a_question_is_open_a_bare_stop_before_the_rest_is_a_doubt() -> None:
    sure = {"stop, i want 2": False, "STOP, i want 2": True, "2 mugs. stop": True, "opt out, 2": True}
    for text, is_sure in sure.items():
        found = find_keyword_apart(text, asked=True)
        assert found is not None
        assert found.sure is is_sure


NONE = (
    *("end table, 2", "END table 2", "2 END tables", "coffee and end tables", "mug with a tapered end", "stop watch 1"),
    *("2 stop watches", "STOP sign 2", "tiger stripe hoodie", "quit asking, I want 1 mug", "near the bus STOP"),
    *("I quit smoking so want 2 mugs", "Stop 5, MG Road", "Stop 5 MG Road", "i want one with start and stop"),
    *("a tee with GO and STOP", "1 mug with START and STOP"),
    *("shirt, front and end", "quiero una taza alta y baja", "la mas baja, 2", "does the offer end, 2 mugs"),
    *("dont stop, 2 mugs", "i dont want to unsubscribe, 2 mugs", "2 tazas, basta", "one mug, para mi mama"),
    *("2 mugs bus stop 5", "non stop, 2 mugs", "मग 2, दुकान बंद है", "bas 2 mug", "2 mug, bas"),
)


@each("text", NONE)
def test_names_sizes_and_streets_are_no_keyword(text: str) -> None:
    assert find_keyword_apart(text) is None
