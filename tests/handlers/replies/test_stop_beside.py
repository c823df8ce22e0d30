"""An opt-out that is a clause of its own, and fragments that are none."""

import pytest

from handlers.replies.bare_cancel import calls_off_alone
from handlers.replies.incomplete_stops import says_nothing_yet
from handlers.replies.stop_clause import find_part_stop, is_another_thing
from tests.cases import each
from tests.handlers.replies.listed import phrases

FRAGMENTS = "i want|मुझे|Rohini|नहीं रुको|mujhe|quiero|i need|no wait|yo quiero|hum|mera naam"
SLOW = """
    this is taking too long!!|this is taking forever|why is this so slow|itni der kyu|जल्दी करो
    esto se esta tardando mucho|बहुत देर हो रही है|bahut time lag raha hai
"""
SAYS_MORE = (
    "stop|enough|no more|not interested|mat bhejo|dont want|nahi chahiye|unsubcribe|bas|leave me|spam|basta|band karo"
    "|too many messages, this is too long|stop, too slow|your texts are taking too long"
)
CALLED_OFF = """
    cancel, i dont want|quiero cancelar|i want to cancel|cancelar, no quiero|mujhe cancel karna hai|मुझे कैंसल करना है
    please cancel, not needed|cancel krdo nahi chahiye|cancel it i dont want it
"""
NOT_CALLED_OFF = """
    cancel|dont cancel|i dont want to cancel|no quiero cancelar|cancel nahi karna|cancel mat karo|cancel my subscription
    cancel the mug|can i cancel?
"""


@each(
    ("text", "rest", "plain"),
    [
        ("please stop sending me this stuff. yes order the shorts", "yes order the shorts", True),
        ("ya no me escriban, quiero la taza", "quiero la taza", True),
        ("i want the mug. stop texting me", "i want the mug", True),
        ("stop messages, but send my order", "send my order", True),
        ("dont text me anymore and order 2 mugs", "order 2 mugs", True),
        ("12 Rajouri Garden Delhi 110027 stop texting me", "12 Rajouri Garden Delhi 110027", True),
        ("STOP. i want 2 mugs", "i want 2 mugs", True),
        ("stop, i want the mug not the shorts", "i want the mug not the shorts", False),
    ],
)
def test_a_clause_is_parted_from_the_rest(text: str, rest: str, plain: bool) -> None:
    parted = find_part_stop(text)
    assert parted is not None
    assert (parted.rest, parted.sure, is_another_thing(parted.rest)) == (rest, plain, True)


@pytest.mark.parametrize(
    "text",
    [
        "stop",
        "stop sending the red one. send blue",
        "dont send me the mug, i want shorts",
        "stop the order, i want shorts instead",
        "cancel that, i want the mug",
        "no me manden la taza, quiero shorts",
        "cancel, send the other",
    ],
)
def test_what_is_of_goods_or_an_order_is_no_such_clause(text: str) -> None:
    assert find_part_stop(text) is None


def test_a_story_around_a_stop_is_no_other_thing() -> None:
    parted = find_part_stop("take me off your list, they come at six in the morning")
    assert parted is None or not is_another_thing(parted.rest)


@each("text", phrases(FRAGMENTS))
def test_a_fragment_says_nothing_of_our_messages(text: str) -> None:
    assert says_nothing_yet(text)


@each("text", phrases(SLOW))
def test_that_it_takes_too_long_says_nothing_of_our_messages(text: str) -> None:
    assert says_nothing_yet(text)


@each("text", phrases(SAYS_MORE))
def test_what_may_end_them_is_no_fragment(text: str) -> None:
    assert not says_nothing_yet(text)


@each("text", phrases(CALLED_OFF))
def test_an_order_is_called_off_that_is_not_named(text: str) -> None:
    assert calls_off_alone(text)


@each("text", phrases(NOT_CALLED_OFF))
def test_who_wants_nothing_cancelled_or_names_it_does_not(text: str) -> None:
    assert not calls_off_alone(text)
