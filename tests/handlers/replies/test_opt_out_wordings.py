"""Whole texts and clauses whose meaning for our messages rules alone know."""

from __future__ import annotations

import pytest

from handlers.replies.expected_answers import Expecting
from handlers.replies.incomplete_stops import is_bare_denial, is_bare_message_name, may_complete
from handlers.replies.opt_out_recognition import OptOut, read_opt_out, tells_of_a_wrong_number
from handlers.replies.opt_out_wordings import drop_footers, removes
from handlers.replies.stop_clause import find_part_stop
from handlers.replies.stop_question_answers import denies_them
from tests.cases import each

SUMMARY = "2 Taj Mahal Mug: ₹700. Shall we order it?"
ENDS = """
    pls dont msg me again|no more offers|no ads|can you stop sending me messages?|how do i unsubscribe?
    no reminders please|dont remind me|no quiero recibir ofertas|message mat karo|ab msg mt krna
    mujhe koi message nahi chahiye|list se nikal do|number hata do|ऑफर मत भेजो|block|band karo|cancel my subscription
""".replace("\n", "|").split("|")
ASKED = ["no stop", "no stop pls", "si ya para", "si, ya para", "bueno ya para", "too many messages", "i'll block you"]
NONE = """
    never stop sending me these deals|why did you stop sending me messages?|why no more updates on my order
    dukan band kab karte ho|do u ever stop the sale? when does the offer end|mat bhejo abhi|baja el precio|opp metro
    landmark opp sbi bank|no hurry|no worries|no issue|i got no message about my order
""".replace("\n", "|").split("|")
BESIDE = [
    ("1 elephant, no more offers", "1 elephant"),
    ("2 kurta L and no more offers please", "2 kurta L"),
    ("yes but no more messages please", "yes"),
    ("order rakho par offers mat bhejo", "order rakho"),
    ("haan par msg mt krna", "haan"),
]


@each("text", [one.strip() for one in ENDS if one.strip()])
def test_it_ends_our_messages(text: str) -> None:
    assert read_opt_out(text) is OptOut.STOP


@pytest.mark.parametrize("text", ["block", "band karo", "dont text me again", "cancel my subscription"])
def test_what_may_answer_a_question_is_asked_about_there(text: str) -> None:
    assert read_opt_out(text, expecting=Expecting.YES_NO, question=SUMMARY) is not OptOut.NONE


@pytest.mark.parametrize("text", ASKED)
def test_it_may_end_them_whatever_was_asked(text: str) -> None:
    assert read_opt_out(text) is OptOut.AMBIGUOUS
    assert read_opt_out(text, expecting=Expecting.YES_NO, question=SUMMARY) is OptOut.AMBIGUOUS


@each("text", [one.strip() for one in NONE if one.strip()])
def test_it_only_looks_like_that(text: str) -> None:
    assert read_opt_out(text) is OptOut.NONE


def test_an_end_beside_such_talk_is_one() -> None:
    assert read_opt_out("why did you stop sending me updates? unsubscribe me") is OptOut.STOP


@pytest.mark.parametrize(("text", "rest"), BESIDE)
def test_a_clause_of_it_stands_beside_something_else(text: str, rest: str) -> None:
    parted = find_part_stop(text)
    assert parted is not None
    assert (parted.rest, parted.sure) == (rest, True)


def test_what_says_nothing_yet_and_what_completes_it() -> None:
    assert all(map(is_bare_denial, ["dont", "Do not", "no more", "mat", "no quiero", "i dont want"]))
    assert not any(map(is_bare_denial, ["no", "dont call", "nahi"]))
    assert is_bare_message_name("msg")
    assert not is_bare_message_name("mug")
    assert all(map(may_complete, ["message me", "msgs again", "send me anything", "mat bhejo"]))
    assert not any(map(may_complete, ["call me", "cancel my order", "2 mugs", ""]))
    assert denies_them("dont msgs again")


def test_what_is_said_of_an_order_or_of_somebody() -> None:
    assert removes("remove pls")
    assert not removes("remove the mug")


FOOTERS = (
    "Reply STOP to opt out", "Text STOP to end", "Text STOP to 12345 to opt out.", "Txt STOP 2 end",
    "Reply HELP for help, STOP to cancel.", "To unsubscribe, reply STOP", "Send STOP to unsubscribe at any time",
    "Reply with “STOP” to opt out of these messages", "Reply STOP to opt out, HELP for help. Msg&data rates may apply.",
    "Responde STOP para cancelar.", "Para cancelar, responde STOP", "Envía BAJA para darte de baja",
    "Répondez STOP pour vous désinscrire", "Pour ne plus recevoir nos messages, envoyez STOP au 36111",
    "Antworte STOP, um dich abzumelden", "Antworten Sie mit STOP, um sich abzumelden.", "Sende STOP zum Abmelden",
    "Envie STOP para sair", "Responda SAIR para cancelar", "Rispondi STOP per annullare",
    "Invia STOP per disiscriverti", "STOP लिखकर भेजें", "बंद करने के लिए STOP लिखकर भेजें",
    "band karne ke liye STOP bhejein",
)  # fmt: skip


@each("footer", FOOTERS)
@each("expecting", [Expecting.NOTHING, Expecting.OTHER])
def test_a_footer_tells_its_reader_how_to_end(footer: str, expecting: Expecting) -> None:
    """A footer is no wish of the writer; alone it is a copy, and read as before."""
    assert read_opt_out(f"Flash sale at Joe's today only. {footer}", expecting=expecting) is OptOut.NONE
    assert find_part_stop(f"2 mugs to 12 Park Street, Delhi 110001 please. {footer}") is None
    assert drop_footers(footer) == footer


@each(
    "text",
    [
        "Reply STOP to opt out",
        '"Reply STOP to opt out" - yes please STOP',
        "ok. Reply STOP to end",
        "I text STOP to end and you still write me",
        "how many times do I have to text STOP to end this",
        "reply stop?? I said stop",
        "stop replying",
        "I said: reply STOP to unsubscribe, and I did, so why",
        "To unsubscribe reply STOP. I am doing that now",
        "take me off this list please. Reply STOP to end",
        "no more of these please ok. Reply STOP to opt out.",
        "I am driving, stop texting me",
        "Flash sale at Joe's today only. Reply STOP to opt out. STOP",
        "Thanks for texting Joe's Pizza! Reply STOP to opt out. please stop texting me",
    ],
)
def test_an_own_opt_out_beside_such_words_is_heard(text: str) -> None:
    assert read_opt_out(text) in {OptOut.STOP, OptOut.AMBIGUOUS}


@pytest.mark.parametrize("text", ["wrong # ", "wrong #", "you got the wrong # bro", "Wrong #!"])
def test_a_sign_stands_for_a_number(text: str) -> None:
    assert read_opt_out(text) is OptOut.STOP
    assert tells_of_a_wrong_number(text)


def test_the_sign_of_an_order_stands_for_none() -> None:
    assert read_opt_out("the wrong #12 came") is OptOut.NONE
