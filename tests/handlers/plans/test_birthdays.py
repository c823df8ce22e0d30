"""Sentences by which birthdays are to be remembered, and those that are about one person or have words."""

from __future__ import annotations

import pytest

from handlers.plans.birthdays import wants_birthdays


@pytest.mark.parametrize(
    "said",
    [
        "send a birthday message to everyone", "send birthday wishes to all customers",
        "wish everyone a happy birthday",         "text people on their birthday",
        "manda un mensaje de cumpleaños a todos",
        "felicita a los clientes en su cumpleaños",
        "sabko birthday message bhejo", "customers ko unke birthday par message bhejo", "सबको जन्मदिन पर मैसेज भेजो",
    ],
)  # fmt: skip
def test_birthdays_are_to_be_remembered(said: str) -> None:
    assert wants_birthdays(said)


@pytest.mark.parametrize(
    "said",
    [
        "wish dana a happy birthday", "who has a birthday today?", "send a birthday message to everyone: Have fun",
        "birthday", "send a message to everyone", "my birthday is tomorrow",
    ],
)  # fmt: skip
def test_something_else_is_meant(said: str) -> None:
    assert not wants_birthdays(said)
