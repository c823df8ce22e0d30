"""Yes and no: the traps. Wider tables are scored in test_figures."""

from hypothesis import given
from hypothesis import strategies as st

from handlers.replies.yes_no import is_clear_yes, read_yes_no
from tests.cases import each


@each(
    ("text", "answer"),
    [
        ("bilkul nahi", False),
        ("bilkul", True),
        ("por supuesto que no", False),
        ("por supuesto", True),
        ("sí, no, espera", None),
        ("मैंने ना कहा था, हां नहीं!", False),
        ("हाँ", True),
        ("yes we are out of it", False),
        ("no problem, sending 2", True),
        ("nahi nahi hai na, 2 piece", None),
        ("nahi mat bhejo", False),
        ("नहीं, मत भेजो", False),
        ("haan mat bhejo", None),
        ("haan.. achanak nahi nahi mat bhejo", None),
        ("that is not false", True),
        ("I said NO not yes!", False),
        ("yes and no", None),
        ("sure, but only 1", None),
        ("L nahi hai, XL hai", None),
        ("y", True),
        ("n", False),
        ("👍🏽", True),
        ("❌", False),
        ("yes?", None),
        ("no sé", None),
        ("I get paid Friday, send it then", None),
        ("not now", None),
        ("", None),
        ("yesterday", None),
    ],
)
def test_answer(text: str, answer: bool | None) -> None:
    assert read_yes_no(text).answer is answer


@given(st.text(max_size=200))
def test_confidence_says_whether_it_was_read(text: str) -> None:
    read = read_yes_no(text)
    assert (read.confidence == 0.0) is (read.answer is None)
    assert 0.0 <= read.confidence <= 1.0


@given(st.sampled_from(["yes", "haan", "sí", "oui", "sim", "हाँ"]), st.sampled_from(["", "!", ".", " 👍", " 🙂"]))
def test_dress_does_not_turn_an_answer(word: str, end: str) -> None:
    assert read_yes_no(word + end).answer is True
    assert read_yes_no("not " + word + end).answer is not True


CLEAR = [
    "YES", "yes please", "haan ji", "sí, claro", "ok", "हाँ", "👍", "y", "theek hai", "yes send me the offers",
    "si quiero", "haan bhejo", "sounds good", "yes text me", "yes, send them", "haan bhej dijiye", "sí, avísenme",
    "yes I want reminders", "Yes I agree", "count me in", "yep 👍", "हाँ भेजिए", "yes please - Hannah",
    "सहमत हूँ", "yes 😊🙏", "Yes!! ❤️", "of course u can", "aye fine by me",
]  # fmt: skip
CLOUDED = [
    "available", "stock", "in stock", "have", "ready to ship", "maal", "send", "have a question", "no problem",
    "hai na", "yes but no offers", "yes only for this order", "han solo", "si pero sin ofertas", "not now", "no",
    "YES remove me", "yes end it", "yes I agree to nothing", "yes it arrived", "yeah right", "yes this is Maria",
    "okay fine whatever", "haan mil gaya", "sí, ya llegó",
    "yes hello", "yes speaking", "yes 😡", "yes🖕", "yes 🙄", "did I say yes", "I said yes", "yes I got your message",
    "yes on my way", "ha", "ha ha", "Ha ha ha!",
]  # fmt: skip


@each("text", CLEAR)
def test_a_clear_yes(text: str) -> None:
    assert is_clear_yes(text)


@each("text", CLOUDED)
def test_a_yes_to_something_else_is_no_consent(text: str) -> None:
    assert not is_clear_yes(text)
