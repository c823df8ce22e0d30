"""Answers that open with a yes or a no and go on with an end, a refusal, a question or a wait; and harmless ones."""

import pytest

from handlers.replies.answer_openings import Opened, split_opening
from handlers.replies.bare_answers import read_exact_answer
from handlers.replies.customer_intents import Intent, read
from handlers.replies.expected_answers import Expecting
from handlers.replies.opt_out_recognition import OptOut, read_opt_out
from handlers.replies.text_normalisation import split_tokens
from tests.cases import each

ORDER = "Taj Mug: ₹350.\nShall we order it?"
CONSENT = "May we remind you here of a cart you leave, and send an offer now and then: up to 3 a week?"
ENDS_BEHIND_A_YES = [
    *("ok end it", "ok end this", "sure, opt out", "yeah take me off", "yes remove me", "ok delete my number"),
    *("yes please unsubcribe", "fine, end the messages", "ok cancel messages", "👍 stop", "yep quit it", "k end all"),
    *("sí, baja", "sí, parar", "si, date de baja", "ok baja", "vale, borrame", "claro, cancelar mensajes", "vale para"),
    *("si basta", "si, quitame de la lista", "sí, dame de vaja", "हाँ बंद करो", "हां, बंद", "ठीक है, बंद कर दो"),
    *("हाँ, रोक दो", "हाँ हटा दो मुझे", "haan band karo", "haan bnd kro", "ji band kijiye", "ok band", "haan roko"),
    *("haa number hata do", "acha stop karo", "thik hai, hatao mujhe", "haan unsubscribe kar do"),
]
ENDS_BEHIND_A_NO = [
    *("no unsubscribe", "no delete", "no stop", "no, end", "no - quit", "NO END", "no unsuscribe", "nah remove me"),
    *("no cancel all messages", "no!! leave me alone", "no, opt-out", "no! end this", "no thanks, stop"),
    *("no, baja", "no, parar", "no, basta", "no gracias, dar de baja", "नहीं, बंद करो", "ना, हटाओ", "nahi, stop"),
    *("nahi, hatao mujhe", "na, band karo"),
]
NO_YES = [
    *("why would I", "ok why", "yes but why", "what would I say yes for", "who says yes", "when did I say yes"),
    *("ok hold on", "ok wait", "ok forget it", "ok drop it", "yes cancel it", "ok leave it", "yes I refuse"),
    *("oh yes, as if", "ok I won't", "no, maybe later", "no not sure", "yes never mind", "yeah but when"),
    *("sí, pero por qué", "ok olvídalo", "sí, espera", "vale, déjalo", "sí, cancélalo", "bueno, mejor no"),
    *("हाँ क्यों", "हाँ रहने दो", "ठीक है, रद्द करो", "हाँ, पर क्यों", "ठीक है, छोड़ो", "haan kyun", "kyu haan bolu"),
    *("haan rehne do", "ok cancel karo", "haan chhodo", "haan hata do", "theek hai kyu", "haan par kab"),
]
A_YES = [
    *("yes", "no problem, yes", "ok done", "yes please", "ok go ahead", "yes, that's all", "why not, yes"),
    *("yes, no worries", "ok, order it please", "looks good", "yes no doubt", "yup all good", "hmm ok"),
    *("sí", "si por favor", "vale, adelante", "sí, sin problema", "si, eso es todo", "हाँ जी", "ठीक है, कर दो"),
    *("हाँ, बस एक", "yes, why not", "might as well"),
    *("haan kar do", "haan bas itna hi", "ha bhej do", "kyu nahi", "what are you waiting for"),
]
A_NO = [
    "no",
    "no thanks",
    "nope",
    "no, that's wrong",
    "no gracias",
    "नहीं",
    "nahi chahiye",
    "no, cancel",
    "no, leave it",
]


def intent(text: str, question: str = ORDER) -> Intent:
    return read(text, expecting=Expecting.YES_NO, question=question).intent


@each("text", [*ENDS_BEHIND_A_YES, *ENDS_BEHIND_A_NO])
def test_an_end_beside_an_answer_is_asked_about_at_least(text: str) -> None:
    assert intent(text) in {Intent.STOP, Intent.AMBIGUOUS_STOP}


@each("text", ENDS_BEHIND_A_NO)
def test_our_ask_to_write_is_refused_by_an_end(text: str) -> None:
    assert read_opt_out(text, expecting=Expecting.YES_NO, question=CONSENT) is OptOut.STOP


@pytest.mark.parametrize("text", ["no dejen de escribir", "nahi band karna", "no, I want 2 mugs", "no thanks"])
def test_a_no_that_may_deny_the_end_takes_nothing_back(text: str) -> None:
    assert read_opt_out(text, expecting=Expecting.YES_NO, question=CONSENT) is not OptOut.STOP


@each("text", [*ENDS_BEHIND_A_YES, *ENDS_BEHIND_A_NO, *NO_YES])
def test_what_goes_with_no_yes_is_no_exact_yes(text: str) -> None:
    assert read_exact_answer(text) is not True


@each("text", A_YES)
def test_a_harmless_yes_stays_one(text: str) -> None:
    assert intent(text) is Intent.YES


@each("text", A_NO)
def test_a_harmless_no_stays_one(text: str) -> None:
    assert intent(text) is Intent.NO


@pytest.mark.parametrize("text", ["yes, stop it", "yes end it", "haan band karo", "ok cancel it"])
def test_a_yes_to_an_end_is_one(text: str) -> None:
    assert intent(text, "Shall we stop the reminders for this cart?") is not Intent.AMBIGUOUS_STOP


@each("text", ["address: stop", "my name: STOP", "reply: unsubscribe", "dirección: baja", "पता: बंद करो"])
@each("expecting", [Expecting.NOTHING, Expecting.YES_NO, Expecting.OTHER])
def test_the_name_of_a_field_before_a_keyword_hides_nothing(text: str, expecting: Expecting) -> None:
    assert read_opt_out(text, expecting=expecting) is OptOut.STOP


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        ("order: cancel", OptOut.AMBIGUOUS),
        ("address: 12 Bus Stop Road", OptOut.NONE),
        ("note: stop by tomorrow", OptOut.NONE),
        ("size: L", OptOut.NONE),
    ],
)
def test_what_stands_behind_a_field_is_read_by_itself(text: str, verdict: OptOut) -> None:
    assert read_opt_out(text) is verdict


@each(
    ("text", "found"),
    [
        ("ok rok dijiye", Opened(True, ("rok", "dijiye"), apart=False)),
        ("no! dejen", Opened(False, ("dejen",), apart=True)),
        ("no dejen", Opened(False, ("dejen",), apart=False)),
        ("no stop", Opened(False, ("stop",), apart=True)),
        ("my address: stop", Opened(None, ("stop",), apart=True)),
        ("yes", None),
        ("order 12: stop", None),
        ("haan rok lo", None),
        ("", None),
    ],
)
def test_what_stands_behind_an_opening(text: str, found: Opened | None) -> None:
    assert split_opening(split_tokens(text)) == found
