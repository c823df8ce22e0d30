"""When a bare "cancel" answers the staff; in doubt it is what the law says it is, an opt-out."""

from __future__ import annotations

import pytest

from handlers.customer_talk.cancellation import asks_for, bare_words

ASKED = "I do. Shall I cancel it?"


@pytest.mark.parametrize(
    ("asked", "text", "answers"),
    [
        (ASKED, "cancel", True),
        (ASKED, "Cancel!", True),
        (ASKED, "yes please cancel it", True),
        (ASKED, "CANCEL 👍", True),
        ("Should we call it off?", "cancel", True),
        ("Write CANCEL and it is done.", "CANCEL", True),
        ("¿Lo cancelo?", "cancelar", True),
        ("Order cancel kar doon?", "cancel karo", True),
        ("Shall we end the rental?", "end", True),
        (ASKED, "stop", False),
        (ASKED, "STOPALL", False),
        (ASKED, "unsubscribe", False),
        (ASKED, "stop cancel", False),
        (ASKED, "cancel my messages", False),
        (ASKED, "cancel texts", False),
        (ASKED, "end", False),
        (ASKED, "quit", False),
        (ASKED, "yes", False),
        ("Is M yours?", "cancel", False),
        ("It was cancelled. Anything else?", "cancel", False),
        ("Shall I cancel our messages to you?", "cancel", False),
        ("I can cancel it. Shall I?", "cancel", True),
        ("Do you wish to cancel the order", "cancel", True),
        ("Let me know if we should cancel the blue one.", "CANCEL", True),
        ("Shall I cancel it, or do you want to stop hearing from us?", "cancel", False),
        ("Do you want me to end your marketing?", "end", False),
        ("Want us to cancel those alerts to you?", "cancel", False),
        ("Should I cancel the offers you get?", "cancel", False),
        ("Shall we cancel your emails?", "cancel", False),
        ("Do you want to end our promotions?", "end", False),
        ("Shall I cancel the deals for you?", "cancel", False),
        ("Should we end the updates?", "end", False),
        ("Want to quit the list?", "quit", False),
        ("Do you want to cancel and not hear from us?", "cancel", False),
        ("¿Cancelo las promociones?", "cancelar", False),
        ("We do not cancel orders, sorry.", "cancel", False),
        ("We do not cancel orders, sorry. Anything else?", "cancel", False),
        ("We do not cancel orders, sorry. OK?", "cancel", False),
        ("You can cancel within a day.", "cancel", False),
        ("It will end on Monday.", "end", False),
        ("Write STOP to end all texts. Shall I cancel the order?", "cancel", False),
    ],
)
def test_what_answers_the_staff(asked: str, text: str, answers: bool) -> None:
    said = bare_words(text)
    assert bool(said and asks_for(asked, said)) is answers
