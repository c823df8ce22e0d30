"""Intents and what they name, in the light of the open question."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.replies.customer_intents import Expecting, Intent, read
from templates.message_library import Library
from tests.cases import each


@each(
    ("text", "expecting", "intent"),
    [
        ("cancel", Expecting.NOTHING, Intent.STOP),
        ("cancel my order", Expecting.NOTHING, Intent.CANCEL_ORDER),
        ("stop texting me", Expecting.YES_NO, Intent.STOP),
        ("no thanks", Expecting.NOTHING, Intent.AMBIGUOUS_STOP),
        ("no thanks", Expecting.YES_NO, Intent.NO),
        ("ok thanks", Expecting.NOTHING, Intent.THANKS),
        ("ok thanks", Expecting.YES_NO, Intent.YES),
        ("YES", Expecting.YES_NO, Intent.YES),
        ("Salir", Expecting.NOTHING, Intent.AMBIGUOUS_STOP),
        ("order band mat karna", Expecting.NOTHING, Intent.UNCLEAR),
        ("stop sending the red one, send blue", Expecting.NOTHING, Intent.CHANGE_ITEM),
        ("JOIN", Expecting.NOTHING, Intent.JOIN),
        ("Automatic reply: I am out of office until Monday", Expecting.NOTHING, Intent.AUTOMATIC),
    ],
)
def test_intent(text: str, expecting: Expecting, intent: Intent) -> None:
    assert read(text, expecting=expecting).intent is intent


@pytest.mark.parametrize(
    ("quick", "intent"),
    [
        ("Stop reminders", Intent.STOP),
        ("Remind me later", Intent.LATER),
        ("stop_reminders", Intent.STOP),
        ("Yes", Intent.YES),
        ("btn_2", Intent.THANKS),
    ],
)
def test_a_button_decides_unless_it_says_nothing(quick: str, intent: Intent) -> None:
    assert read("thanks", quick=quick).intent is intent


@pytest.mark.parametrize("expecting", Expecting)
def test_a_button_of_ours_is_no_word(expecting: Expecting) -> None:
    """The id "later" was weighed as a word, and was a yes to "Shall we order it?"."""
    library = Library.load()
    ours = [one for one in map(library.message, library.names()) if one.reader == "customer"]
    ids = {button.id for one in ours for button in one.buttons if button.link is None}
    known = {"yes": Intent.YES, "no": Intent.NO, "later": Intent.LATER, "stop": Intent.STOP}
    assert len(ids) >= 10
    for one in ids:
        expected = known.get(one, Intent.CANCEL_ORDER if one == "cancel_order" else Intent.UNCLEAR)
        reading = read("", expecting=expecting, question="Shall we order it?", quick=one)
        assert reading.intent is expected, one


def test_a_forwarded_opt_out_revokes_nothing() -> None:
    assert read("You won! Text STOP to end", forwarded=True).intent is not Intent.STOP


@pytest.mark.parametrize(
    ("text", "order"),
    [
        ("pls cancel #1042", "1042"),
        ("order 1042 status?", "1042"),
        ("order no. TT-2291 please", "TT-2291"),
        ("pedido #88", "88"),
        ("ऑर्डर १०४२", "१०४२"),
        ("call 3145550142", None),
        ("I have 2 orders", None),
    ],
)
def test_order(text: str, order: str | None) -> None:
    assert read(text).order == order


@pytest.mark.parametrize("text", ["remind me tomorrow", "msg me friday", "later"])
def test_later(text: str) -> None:
    assert read(text).intent is Intent.LATER


@given(st.text(max_size=300), st.sampled_from(Expecting))
def test_any_text_is_read(text: str, expecting: Expecting) -> None:
    reading = read(text, expecting=expecting)
    assert reading.intent in Intent
    assert 0.0 < reading.confidence <= 1.0


@each(
    ("text", "later"),
    [
        ("tomorrow", True), ("ok tomorrow then", True), ("kal shaam ko", True), ("la semana que viene", True),
        ("remind me on friday at 10", True), ("i'll do it tonight", True), ("not today", True),
        ("see you later, sunday", False), ("my kid starts school monday", False), ("I get paid friday", True),
        ("I work nights, 11:30 pm", False), ("call me at 5 pm", False), ("later loser", False), ("tomorrow?", False),
    ],
)  # fmt: skip
def test_a_time_word_alone_puts_nothing_off(text: str, later: bool) -> None:
    assert (read(text).intent is Intent.LATER) is later


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("where is my order, the one with the texts on it", Intent.ORDER_STATUS),
        ("these messages are a bit much for me", Intent.AMBIGUOUS_STOP),
    ],
)
def test_what_only_may_be_an_opt_out_is_asked_about_unless_something_explains_it(text: str, intent: Intent) -> None:
    assert read(text).intent is intent


@each(
    ("text", "intent"),
    [
        ("stop! where is my parcel, when does it come?", Intent.AMBIGUOUS_STOP),
        ("no thanks", Intent.NO),
        ("stop! wrong size", Intent.AMBIGUOUS_STOP),
        ("don't text me again", Intent.AMBIGUOUS_STOP),
        ("ok, remove me", Intent.AMBIGUOUS_STOP),
        ("I said no. opt me out", Intent.AMBIGUOUS_STOP),
        ("cancel all messages", Intent.AMBIGUOUS_STOP),
        ("don't message me again", Intent.STOP),
        ("no, leave it", Intent.NO),
        ("nahi chahiye", Intent.NO),
        ("not interested", Intent.NO),
        ("yes please", Intent.YES),
        ("yes, cancel my order", Intent.CANCEL_ORDER),
    ],
)
def test_what_may_be_an_opt_out_answers_an_open_question_or_is_asked_about(text: str, intent: Intent) -> None:
    """It is a question about a product, or a change, only where nothing was asked."""
    asked = "Your cart is still saved. Complete the order? Yes / No"
    assert read(text, expecting=Expecting.YES_NO, question=asked).intent is intent
