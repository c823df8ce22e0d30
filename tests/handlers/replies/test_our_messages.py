"""What wants our messages to end and names them, whatever question is open; and what only answers the question."""

import pytest

from handlers.replies.customer_intents import Expecting, Intent, read
from handlers.replies.opt_out_recognition import OptOut, has_our_messages, read_opt_out, split, would_end
from handlers.replies.subscription_stops import ends_our_messages
from tests.cases import each

ORDER = "Taj Mug: ₹350. Shall we order it?"
CANCEL = "Shall we cancel order 1234: 2 × Tiger Shorts M?"
SEND = "Shall we send it?"
QUESTIONS = (ORDER, CANCEL, SEND, "Order kar dein?", "¿Cancelamos el pedido 1: Taj Mug?", "ऑर्डर 1 रद्द कर दें: Taj Mug?")

OF_MESSAGES = (
    *("cancel my subscription", "cancel the subscription please", "end my membership", "stop these"),
    *("ok stop these", "never write to me", "without ads please"),
    *("stop the offers", "no offers please", "no more offers", "no ads", "no messages", "don't text me"),
    *("please don't write", "stop writing", "not interested in offers", "get lost", "go away", "no, unsubscribe"),
    *("ok cancel my subscription", "too expensive. no more offers", "remove me from these messages"),
    *("how do i cancel my subscription", "can you cancel my subscription?", "i don't want reminders"),
    *("cancela mi suscripción", "cancelen mi suscripción por favor", "sin ofertas por favor", "no quiero ofertas"),
    *("no más promociones", "no me escribas", "no me molestes", "no, cancela los mensajes", "no quiero recibir avisos"),
    *("mujhe mat likho", "mujhe likho mat", "subscription cancel karo", "mera subscription band karo", "tang mat karo"),
    *("messages cancel kar do", "offers nahi chahiye", "koi offer nahi chahiye", "haan, message band karo"),
    *("bina offer ke", "reminder mat bhejo", "mujhe message mat karo", "ye offers band karo", "msg nahi chahiye"),
    *("mujhe call mat karo", "मुझे मत लिखो", "ऑफर नहीं चाहिए", "सदस्यता रद्द करो", "मैसेज बंद करो", "मुझे मैसेज मत करो"),
    *("नहीं, मैसेज मत भेजो", "no quiero sus mensajes"),
)  # fmt: skip


@each("text", OF_MESSAGES)
def test_an_end_of_our_messages_is_never_the_answer_to_a_question(text: str) -> None:
    """ "Cancel my subscription" was a yes to "Shall we cancel order 1234?", and "no offers please" a plain no."""
    assert has_our_messages(text) or read_opt_out(text) is OptOut.STOP
    assert would_end(text)
    assert read_opt_out(text) is not OptOut.NONE
    for question in QUESTIONS:
        found = read(text, expecting=Expecting.YES_NO, question=question).intent
        assert found in {Intent.STOP, Intent.AMBIGUOUS_STOP}, question


OF_THE_QUESTION = (
    *("yes", "no", "no thanks", "no need", "don't send it", "don't want it", "cancel it", "yes cancel it"),
    *("mat bhejo", "मत भेजो", "nahi bhejna", "mat karo", "cancel kar do", "haan cancel karo", "rehne do"),
    *("no lo mandes", "no lo quiero", "cancélalo", "sí, cancélalo", "no lo canceles", "रद्द करो", "हाँ रद्द कर दो"),
    *("cancel the order", "cancel my order", "order mat karo", "don't order it", "stop the order", "no deal"),
    *("yes, text me when it is ready", "haan, message kar dena", "no, I'll message you later", "the number is wrong"),
    *("no, the offer is too expensive", "don't call, just order it", "no coupon", "pareshan mat ho", "no updates?"),
    *("don't cancel my subscription", "no cancelen mi suscripción", "mera subscription cancel mat karo"),
    *("yes and send me a message when it ships", "don't text me, call me", "message mat karo, call karo"),
    *("call mat karo", "don't bother", "don't cancel it", "nahi chahiye", "नहीं चाहिए", "no te molestes"),
)  # fmt: skip


@each("text", OF_THE_QUESTION)
def test_what_names_nothing_of_ours_answers_the_question(text: str) -> None:
    assert not has_our_messages(text)


@pytest.mark.parametrize(
    ("text", "question", "intent"),
    [
        ("मत भेजो", SEND, Intent.NO),
        ("don't send it", SEND, Intent.NO),
        ("mat bhejo", SEND, Intent.NO),
        ("cancel it", CANCEL, Intent.YES),
        ("haan cancel karo", CANCEL, Intent.YES),
        ("no thanks", ORDER, Intent.NO),
    ],
)
def test_the_questions_own_verb_answers_it(text: str, question: str, intent: Intent) -> None:
    assert read(text, expecting=Expecting.YES_NO, question=question).intent is intent


@pytest.mark.parametrize(
    ("text", "question"),
    [
        ("no offers please", "May we text you offers?"),
        ("wrong number mate", "Is this the right number to reach you?"),
        ("yes but no offers", "Tiger Tees: Is that a yes?"),
        ("no texts", "May we text you when it is back? (You can stop any time)"),
        ("no me escribáis más", "¿Dejamos de escribirte? Sí / No"),
        ("nahi chahiye aapke msg", "Kya hum aapko message bhejna band kar dein? Haan / Nahi"),
    ],
)
def test_where_our_messages_are_asked_about_their_name_answers_that(text: str, question: str) -> None:
    assert not ends_our_messages(split(text), question)
    assert ends_our_messages(split(text), ORDER)


def test_a_yes_to_nothing_refuses_no_messages() -> None:
    """Beside an order that is shown it is asked about."""
    assert read_opt_out("yes but no offers") is OptOut.NONE
    assert read_opt_out("yes but no offers", expecting=Expecting.YES_NO, question=ORDER) is OptOut.AMBIGUOUS
