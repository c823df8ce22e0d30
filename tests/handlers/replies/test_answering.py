"""Answers to our questions in words that no list holds, read by the question."""

import random

import pytest

from handlers.replies.question_kinds import Asking, classify_question
from handlers.replies.weighed_answer import ends_outright, read_answer, weigh_answer
from handlers.replies.yes_no import is_clear_yes
from tests.cases import each
from tests.reply_figures import DATA
from tests.understanding import saying_nothing
from tests.understanding.lines import natural

ORDER = "2 Tiger Shorts M for Rs 1,798. Shall we order it? Reply YES or NO"


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("Cancel this order? Yes / No", Asking.UNDO),
        ("Any problem with your order? Yes / No", Asking.PROBLEM),
        ("सब ठीक है? मंज़ूर / फिर से देखें", Asking.APPROVE),
        ("Is this your current address: 14 Lake View Rd?", Asking.FACT),
        ("¿Quieres recibir avisos de tu carrito? Responde SÍ o NO", Asking.CONSENT),
        (ORDER, Asking.DEAL),
    ],
)
def test_what_a_question_asks(question: str, kind: Asking) -> None:
    assert classify_question(question) is kind


@each(
    ("text", "question", "answer"),
    [
        ("go ahead", ORDER, True),
        ("order it please", ORDER, True),
        ("no thanks, too expensive", ORDER, False),
        ("keep it", "Cancel this order? Yes / No", False),
        ("where is my parcel", ORDER, None),
        ("nahin ji, le liya kahi aur se", "Still want it? Yes / No", None),
        ("nahin ji, le liya kahi aur se", "सब ठीक है? मंज़ूर / फिर से देखें", None),
        ("", ORDER, None),
    ],
)
def test_an_answer_is_read_by_its_question(text: str, question: str, answer: bool | None) -> None:
    assert read_answer(text, question).answer is answer


@each(
    "text",
    ["hi yes", "hello, ok", "Hi, yes please", "namaste ji, haan", "oh ok", "haha yes", "wow, ok", "arre haan", "ay sí"],
)
def test_a_yes_behind_a_hello_is_one(text: str) -> None:
    assert read_answer(text, ORDER).answer is True


@pytest.mark.parametrize(
    "text",
    [
        "yes... no wait, don't order it",
        "haan.. arey nahi nahi mat karna",
        "sí, digo no",
        "haan keh diya tha lekin ab rehne do",
        "yes would have been my answer last week, not now",
    ],
)
def test_the_first_word_is_not_the_last(text: str) -> None:
    assert read_answer(text, ORDER).answer is not True


@pytest.mark.parametrize("text", ["I want tiger shorts L", "where is my parcel", "kitne ka hai", "टूटा हुआ आया"])
def test_another_matter_is_no_answer(text: str) -> None:
    assert read_answer(text, "Reply YES to get cart reminders and offers by text").answer is None


@pytest.mark.parametrize("text", ["I want tiger shorts L", "send them all"])
def test_what_is_about_something_else_agrees_to_nothing(text: str) -> None:
    assert read_answer(text, "Reply YES to get cart reminders and offers by text").answer is not True


@pytest.mark.parametrize("text", ["I want tiger shorts L", "why would i not", "send them all", "sign me up, why not"])
def test_a_consent_is_never_weighed(text: str) -> None:
    assert not is_clear_yes(text)


@pytest.mark.parametrize(
    "text", ["accha", "acha ji", "अच्छा जी", "ok bhai batao", "haan bhai batao", "I agree with you"]
)
def test_who_only_takes_note_agrees_to_nothing(text: str) -> None:
    assert not is_clear_yes(text)


@pytest.mark.parametrize("text", ["accha haan", "accha theek hai", "haan ji", "I agree", "ok bhai"])
def test_a_word_that_takes_note_beside_a_yes_takes_nothing_from_it(text: str) -> None:
    assert is_clear_yes(text)


@pytest.mark.skipif(not DATA.is_dir(), reason="no development data beside the repository")
def test_answers_of_somebody_elses_words() -> None:
    lines = [line for line in natural("yesno") if line.label in {"yes", "no"}]
    likely = [weigh_answer(line.text, line.asked) for line in lines]
    sure = [max(one, key=lambda said: one[said]) if max(one.values()) >= 0.9 else "" for one in likely]
    right = sum(said == line.label for said, line in zip(sure, lines, strict=True))
    turned = sum(said in {"yes", "no"} and said != line.label for said, line in zip(sure, lines, strict=True))
    assert right / len(lines) >= 0.7
    assert turned / len(lines) <= 0.04


@pytest.mark.parametrize(
    ("text", "question"),
    [
        ("no lo canceles, ya deposité", "¿Cancelamos su pedido de 2 cojines?"),
        ("don't cancel it, already bought the curtains to match", "Shall we cancel your order of 2 cushions?"),
        ("cancel mat karo, paise bhej diye", "Order 1234 cancel kar dein?"),
        ("don't send it, sooner is not better, go home", "Shall we send the campaign to 420 customers now?"),
    ],
)
def test_what_is_denied_is_not_carried_out(text: str, question: str) -> None:
    assert read_answer(text, question).answer is not True


def test_a_denial_forbids_the_deed_however_sure_the_weights_are(monkeypatch: pytest.MonkeyPatch) -> None:
    sure = {"yes": 0.99, "no": 0.005, "neither": 0.005}
    monkeypatch.setattr("handlers.replies.weighed_answer.weigh_answer", lambda *_: sure)
    asked = "Shall we cancel order 1234?"
    assert read_answer("don't cancel it, already bought the curtains", asked).answer is None
    assert read_answer("bought another one already", asked).answer is True


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("Saree aapke liye shaniwar tak rok ke rakhein?", Asking.DEAL),
        ("क्या आपके लिए झूला शुक्रवार तक रोककर रखें?", Asking.DEAL),
        (
            "Kya aapko cart ki yaad aur offer yahan chahiye? Haan ke liye YES, madad ke liye HELP, band karne ke liye "
            "kabhi bhi STOP likhiye.",
            Asking.CONSENT,
        ),
        ("Shall our messages stop? Then reply STOP.", Asking.UNDO),
    ],
)
def test_what_a_question_asks_is_not_told_by_the_words_around_it(question: str, kind: Asking) -> None:
    assert classify_question(question) is kind


OF_EACH_KIND = {
    Asking.UNDO: "Shall we cancel the order?",
    Asking.PROBLEM: "Is anything wrong with your order?",
    Asking.PUBLISH: "Send it to 420 customers now?",
    Asking.APPROVE: "Are the photos right? Approve?",
    Asking.CONSENT: "May we text you offers?",
    Asking.FACT: "Is this your address: 14 Lake View Rd?",
    Asking.DEAL: "Shall we order it?",
}


@pytest.mark.parametrize(("kind", "question"), OF_EACH_KIND.items(), ids=OF_EACH_KIND)
def test_words_that_nobody_knows_answer_nothing(kind: Asking, question: str) -> None:
    """They were weighed by the bare length of a text, and 40 of 100 were a yes to a cancellation."""
    assert classify_question(question) is kind
    chance = random.Random(2)
    strange = [" ".join(saying_nothing.made_up(chance) for _ in range(words)) for words in (1, 2) for _ in range(200)]
    taken = [text for text in strange if read_answer(text, question).answer is not None]
    assert len(taken) / len(strange) <= 0.02, taken


@each("question", OF_EACH_KIND.values(), ids=OF_EACH_KIND)
@each(
    "text",
    ["asdf", "Priya", "zorvika", "2", "7", "9876543210", "https://x.com/a", "Tuesday", "😡", "いいえ", "hayır", "لا"],
)
def test_what_says_nothing_answers_nothing(text: str, question: str) -> None:
    assert read_answer(text, question).answer is not True


@each(
    ("text", "outright"),
    [
        ("yes", True),
        ("haan cancel kar do", True),
        ("sí, cancélalo", True),
        ("yes, don't send it", True),
        ("yes cancel it please, I ordered it by mistake", True),
        ("haan rakh lo", False),
        ("ya mat karo cancel", False),
        ("why would you cancel", False),
        ("sí, sigue con el pedido", False),
        ("yes continue with it", False),
        ("yes i'll pay now", False),
        ("yes if you can't deliver by friday", False),
        ("yes the other one", False),
        ("please proceed", False),
        ("fue un error", False),
        ("yes?", False),
    ],
)
def test_only_a_yes_in_so_many_words_ends_something(text: str, outright: bool) -> None:
    assert ends_outright(text, "Shall we cancel the order?") is outright


def test_the_answers_that_are_offered_are_no_part_of_the_question() -> None:
    """Of "Haan / Nahi" a bare "nahi" was an echo."""
    asked = "Order complete karna hai?"
    assert weigh_answer("nahi", f"{asked} Haan / Nahi") == weigh_answer("nahi", asked)


@pytest.mark.parametrize("text", ["qz" * 2048, "a-" * 2048, "no" * 2000])
def test_a_word_as_long_as_a_text_is_read_at_once(text: str) -> None:
    """Each letter of it was left out of each of its beginnings: half a minute for 4 096 letters."""
    assert read_answer(text, OF_EACH_KIND[Asking.UNDO]).answer is not True
