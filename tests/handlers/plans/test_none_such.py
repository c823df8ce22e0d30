"""What is to be paused by a name, and what is no name of anything."""

from __future__ import annotations

import pytest

from handlers.plans.none_such import read


@pytest.mark.parametrize(
    ("said", "does", "name"),
    [
        ("pause nosuch", "pause", "nosuch"),
        ("please pause the nosuch campaign", "pause", "nosuch"),
        ("stop navidad", "pause", "navidad"),
        ("nosuch band karo", "pause", "nosuch"),
        ("होली रोको", "pause", "होली"),
        ("stop the holi campaign", "pause", "holi"),
        ("pausa la campaña navidad", "pause", "navidad"),
        ("resume nosuch", "resume", "nosuch"),
        ("nosuch chalu karo", "resume", "nosuch"),
    ],
)
def test_a_name_that_something_is_to_be_paused_by(said: str, does: str, name: str) -> None:
    assert read(said) == (does, name)


@pytest.mark.parametrize(
    "said",
    [
        "pause", "pause all", "pause everything", "pause everthing", "stop messages",
        "pause the sms",
        "pause sending to customers", "pause for 2 hours", "pause until monday", "no messages on diwali",
        "stop campaigns on diwali", "pausa todo", "stop my subscription", "meri subscription band karo", "para mi plan",
        "pause 1234", "we had a pause", "dont pause diwali", "stop texting after 8pm",
    ],
)  # fmt: skip
def test_what_is_no_such_name(said: str) -> None:
    assert read(said) is None
