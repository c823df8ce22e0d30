"""Who asks whether something is to be had, or its price, in four languages; and what must never be taken for that."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.sourcing.replies.inquiring import (
    asks_sizes,
    may_ask,
    read_inquiries,
    read_inquiry,
    read_inquiry_of_it,
)
from handlers.sourcing.replies.stock.goods import Shelf
from handlers.sourcing.replies.wanting import read_wish
from handlers.sourcing.replies.wish import Wish
from tests import reply_figures
from tests.handlers.replies.listed import phrases
from tests.handlers.replies.test_wanting import CATEGORIES, SHELF

SHORTS_L = """
    tiger shorts L hai kya?|tiger shorts L hai kya|tiger shorts L hai?|kya tiger shorts L mein hai
    do you have tiger shorts in L?|do u have tiger shorts in L|Do you have size L in tiger shorts?
    are tiger shorts available in L|tiger shorts in L available?|is tiger shorts L available right now?
    ¿tienen tiger shorts en L?|hay tiger shorts en L?|¿Hay tiger shorts talla L?|quiero tiger shorts L, tienen?
    tiger shorts L size me available hai kya bhai|tigr shorts L hai kya|tiger shorts chahiye L hai kya
    how much is tiger shorts L|टाइगर शॉर्ट्स L है क्या?|tiger shorts L kitne ka hai
"""
MUG = """
    is the mug in stock?|taj mug milega?|taj mug milega kya|aapke paas taj mug hai kya|hi, do you have taj mugs?
    any taj mugs left?|do you sell taj mugs|got any taj mugs?|tienen taj mug|¿tienen el taj mug disponible?
    how much is the taj mug|taj mug price|taj mug kitne ka hai|¿cuánto cuesta el taj mug?|क्या ताज मग है
    ताज मग कितने का है?|ताज मग मिलेगा?
"""
OTHERS = {
    "do you have 2 tiger shorts in L?": Wish((0,), True, "L", 2),
    "do you have tiger shorts in XXL?": Wish((0,), True, "2XL"),
    "tiger shorts hai kya?": Wish((0,), True),
    "do u have shorts": Wish((0, 2)),
    "do you have clothes?": Wish((0, 2, 4)),
    "tiger shorts ka price kya hai": Wish((0,), True),
    "do you have return gift bags?": Wish((5,), True),
}
NONE = """
    tiger shorts L hai|haan tiger shorts L hai|tiger shorts L available|haan 2 hai kya|tiger shorts L?|tiger shorts?
    do you have my order|do you have tiger shorts in blue?|is it cotton|do you have a lamp?|kya hai|hai kya|L hai kya?
    tiger shorts kya hai|what is tiger shorts|tiger shorts nahi hai kya|mere paas tiger shorts hai kya|price?|how much
    tiger shorts ki delivery kab hai|why do you have no mugs|do you have a discount on tiger shorts?|taj mug is broken
    is my taj mug available?|where is my tiger shorts?|tiger shorts kab aayega?|tiger shorts hai aapke paas to batao
    do you have cash on delivery for tiger shorts?|tiger shorts L kal milega kya|stop|do you have it?
    is the mug dishwasher safe|do you have photos of the mug?|do you not have tiger shorts|did you get my tiger shorts?
    tiger shorts 2 hai L, 450 price|tiger shorts L nahi hai, XL hai|I have taj mug, do you want it?|cost of delivery
    how much is shipping of the taj mug|how much was the taj mug|tiger shorts L ka price kam karo|kitne ka hai
    tienen mi pedido de taj mug|cancel my taj mug|do you have tiger shorts in S or M?|are tiger shorts cotton?
"""


@pytest.mark.parametrize("text", phrases(SHORTS_L))
def test_shorts_in_l(text: str) -> None:
    assert read_inquiry(text, SHELF, CATEGORIES) == Wish((0,), True, "L")


@pytest.mark.parametrize("text", phrases(MUG))
def test_a_mug(text: str) -> None:
    assert read_inquiry(text, SHELF, CATEGORIES) == Wish((1,), True)


@pytest.mark.parametrize(("text", "wish"), OTHERS.items())
def test_what_else_is_asked_for(text: str, wish: Wish) -> None:
    assert read_inquiry(text, SHELF, CATEGORIES) == wish


@pytest.mark.parametrize("text", phrases(SHORTS_L) + phrases(MUG) + list(OTHERS))
def test_a_question_is_no_wish(text: str) -> None:
    assert read_wish(text, SHELF, CATEGORIES) is None


@pytest.mark.parametrize("text", phrases(NONE))
def test_what_is_no_such_question(text: str) -> None:
    assert read_inquiry(text, SHELF, CATEGORIES) is None


def test_nothing_is_sold() -> None:
    assert read_inquiry("do you have tiger shorts", Shelf([])) is None


@pytest.mark.parametrize("name", ["customer", "opt_out", "opt_out_world", "yes_no"])
def test_what_was_gathered_for_other_readers_asks_for_none_of_this(name: str) -> None:
    lines = reply_figures.read_phrases(name, held_out=name == "opt_out_world")
    assert [line.text for line in lines if read_inquiry(line.text, SHELF, CATEGORIES) is not None] == []


@given(st.text(max_size=300))
def test_any_text_is_read(text: str) -> None:
    asked = read_inquiry(text, SHELF, CATEGORIES)
    assert asked is None or (may_ask(text) and asked.wares)


IN_M = """
    do you have it in M?|do you have it in m|have you got it in m?|is it available in M?|is there a size M?|M hai kya?
    is it in stock in M?|M mein hai kya|m size hai kya?|kya yeh M mein milega|M milega?|¿lo tienen en M?|hay en talla m?
    ¿la tienes en M?|क्या यह M में है
"""
AT_ALL = "is it available?|do you have it?|is it in stock?|hai kya?|milega kya|¿hay?|¿lo tienen?|यह मिलेगा?"
OF_ELSE = """
    in M|M|M please|do you have it in blue?|do you have it in S or M?|do you have 2 in M?|how much is it in M?
    do you have tiger shorts in M?|where is it?|is M too small for me?|do you have a size chart?|stop
    do you have my order|stock m hai kya?|is it cotton
"""


@pytest.mark.parametrize("text", phrases(IN_M))
def test_a_size_of_what_is_spoken_of(text: str) -> None:
    assert read_inquiry_of_it(text, SHELF) == "M"


@pytest.mark.parametrize("text", phrases(AT_ALL))
def test_whether_it_is_to_be_had_at_all(text: str) -> None:
    assert read_inquiry_of_it(text, SHELF) == ""


@pytest.mark.parametrize("text", phrases(OF_ELSE))
def test_what_asks_no_such_thing_of_it(text: str) -> None:
    assert read_inquiry_of_it(text, SHELF) is None


@pytest.mark.parametrize("text", ["how much 4 the mug", "what's the price 4 a mug?"])
def test_4_is_for_before_an_article(text: str) -> None:
    wish = read_inquiry(text, SHELF)
    assert wish is not None
    assert (wish.sure, wish.quantity) == (True, 0)


def test_a_number_is_one_elsewhere() -> None:
    wish = read_inquiry("how much for 4 mugs", SHELF)
    assert wish is not None
    assert wish.quantity == 4


def test_the_sum_of_several() -> None:
    text = "do tiger shorts L aur ek mug, total kitna"
    assert [one.quantity for one in read_inquiries(text, SHELF)] == [2, 1]


@pytest.mark.parametrize(
    "text", ["what sizes are there", "which sizes?", "sizes", "kaunse size hai", "¿qué tallas hay?"]
)
def test_sizes_are_asked(text: str) -> None:
    assert asks_sizes(text)


@pytest.mark.parametrize("text", ["what size should I take", "what size is this", "size M", "do you have L?"])
def test_which_size_fits_is_another_question(text: str) -> None:
    assert not asks_sizes(text)
