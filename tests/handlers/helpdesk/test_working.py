"""What a member of the staff says they do with a question, in several languages; and what is said to a customer."""

from __future__ import annotations

import pytest

from handlers.admins.yes_or_no import is_thanks
from handlers.helpdesk.working import heard


@pytest.mark.parametrize(
    ("said", "command"),
    [
        ("hand 3 to raj", "give 3 raj"),
        ("give raj 5", "give 5 raj"),
        ("pass question 3 to Raj Kumar please", "give 3 raj kumar"),
        ("pásale la 3 a Raj", "give 3 raj"),
        ("3 raj ko do", "give 3 raj"),
        ("raj ko 3 de do", "give 3 raj"),
        ("hand over 3", "give 3"),
        ("snooze 3 1h", "snooze 3 1h"),
        ("ok snooze #3 for 2 hours", "snooze 3 2 hours"),
        ("pospón la 3 hasta mañana", "snooze 3 manana"),
        ("3 ko kal tak taal do", "snooze 3 kal"),
        ("snooze for 2 hours", "snooze"),
        ("i'll take 3", "take 3"),
        ("3 is mine", "take 3"),
        ("me encargo de la 3", "take 3"),
        ("main 3 leta hun", "take 3"),
        ("close 3", "close 3"),
        ("mark 3 as done", "close 3"),
        ("cierra la 3", "close 3"),
        ("3 ho gaya", "close 3"),
    ],
)
def test_what_is_done_with_a_question(said: str, command: str) -> None:
    behind = heard(said)
    assert " ".join(behind or ()) == command


@pytest.mark.parametrize(
    "said",
    [
        "we will hand it to you tomorrow", "give it a try", "give me 5 minutes", "give 20% to everyone", "take care",
        "it takes 3 days", "take 3 of them", "pasa a las 3", "i got 3 sizes left", "3 din mein ho gaya", "take 3?",
        "your order is done", "give 5 mugs to dana tomorrow morning at 5",
    ],
)  # fmt: skip
def test_what_is_none_of_that(said: str) -> None:
    assert heard(said) is None


@pytest.mark.parametrize(
    ("said", "thanks"),
    [
        ("ok thanks", True), ("vale gracias", True), ("theek hai shukriya", True), ("thank you", True),
        ("yes thanks", False), ("sí gracias", False), ("ok", False), ("haan", False), ("thanks we do", False),
    ],
)  # fmt: skip
def test_thanks_with_a_nod_are_no_yes(said: str, thanks: bool) -> None:
    assert is_thanks(said) is thanks
