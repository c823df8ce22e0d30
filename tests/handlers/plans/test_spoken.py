"""A plan by its name in the staff's own words, and what is none."""

from __future__ import annotations

import pytest

from handlers.plans.spoken import begun
from handlers.plans.turned import turned
from handlers.replies.text import words

NAMES = {"welcome", "win_back", "second_order"}


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ("pause welcome", ("stop", "welcome")),
        ("stop the second order plan", ("stop", "second_order")),
        ("turn off the plan welcome", ("stop", "welcome")),
        ("apaga el plan welcome", ("stop", "welcome")),
        ("welcome plan band karo", ("stop", "welcome")),
        ("turn winback on", ("start", "win_back")),
        ("welcome chalu karo", ("start", "welcome")),
        ("stop", None),
        ("pause everything", None),
        ("stop the welcome messages to Dana", None),
        ("start and stop welcome", None),
        ("how is welcome doing", None),
    ],
)
def test_which_plan_is_turned_over(said: str, found: tuple[str, str] | None) -> None:
    assert turned(words(said), NAMES) == found


@pytest.mark.parametrize(
    ("said", "behind"),
    [
        ("new plan care to vip: after 3 days: Hi", "new care to vip: after 3 days: Hi"),
        ("create a plan called care to vip: after 3 days: Hi", "new care to vip: after 3 days: Hi"),
        ("nuevo plan cuidado para vip: tras 3 dias: Hola", "new cuidado para vip: tras 3 dias: Hola"),
        ("plan care to vip: after 3 days: Hi", None),
        ("new plan", None),
        ("new plan care to vip", None),
        ("create a plan for tomorrow", None),
        ("what is the new plan: stay or go?", None),
    ],
)
def test_a_plan_that_is_begun(said: str, behind: str | None) -> None:
    assert begun(said) == behind
