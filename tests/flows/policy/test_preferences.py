"""What a person chose on their page: a pause, and at most one message in a week or a month."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from flows.policy.departure import judge
from flows.policy.departure_facts import ConsentState, Kind, Preferences
from tests.cases import each
from tests.flows.policy.samples import NOON, REFUSE, SEND, TRANSACTIONAL, WAIT, outcome, reminder, sent

SOON, LATER = NOON + timedelta(hours=2), NOON + timedelta(days=20)
WEEKLY, MONTHLY = Preferences(days_apart=7), Preferences(days_apart=30)
ASK = {"kind": Kind.OPT_IN_ASK, "consent": ConsentState.NONE}


@each(
    ("changes", "expected"),
    [
        ({"preferences": Preferences(SOON)}, (WAIT, "preference.paused")),
        ({"preferences": Preferences(LATER)}, (REFUSE, "preference.paused")),
        ({"preferences": Preferences(NOON)}, (SEND, "ok")),
        ({"preferences": Preferences(LATER), "purpose": TRANSACTIONAL}, (SEND, "ok")),
        ({"preferences": Preferences(LATER), "kind": Kind.ANSWER}, (SEND, "ok")),
        ({"preferences": Preferences(LATER), **ASK}, (REFUSE, "preference.paused")),
        ({"preferences": WEEKLY}, (SEND, "ok")),
        ({"preferences": WEEKLY, "recent": sent(24 * 7 - 1)}, (WAIT, "preference.often")),
        ({"preferences": WEEKLY, "recent": sent(3)}, (REFUSE, "preference.often")),
        ({"preferences": WEEKLY, "recent": sent(24 * 7)}, (SEND, "ok")),
        ({"preferences": MONTHLY, "recent": sent(24 * 7)}, (REFUSE, "preference.often")),
        ({"preferences": WEEKLY, "recent": sent(3), "purpose": TRANSACTIONAL}, (SEND, "ok")),
    ],
)
def test_what_a_person_chose_binds_what_sells(changes: dict[str, Any], expected: tuple[str, str]) -> None:
    assert outcome(**changes) == expected


def test_the_verdict_names_the_persons_choice() -> None:
    paused = judge(reminder(preferences=Preferences(SOON)), NOON)
    assert paused.until == SOON
    assert paused.reason.startswith("The person paused our offers until ")
    assert [str(rule) for rule in paused.rules] == ["person pause: no offers (the person's own choice)"]
    often = judge(reminder(preferences=WEEKLY, recent=sent(3)), NOON)
    assert often.reason.startswith("The person wants at most 1 marketing message in 7 days, the next from ")
    rules = [str(rule) for rule in judge(reminder(preferences=WEEKLY), NOON).rules]
    assert "person cap: 1 in 7 days (the person's own choice)" in rules
