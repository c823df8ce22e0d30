"""Restricted data is kept and not used: only answers to the person leave."""

from __future__ import annotations

from flows.policy.departure import refuse_for_good
from flows.policy.departure_facts import ConsentState, Kind
from tests.cases import each
from tests.flows.policy.samples import NOON, REFUSE, SEND, TRANSACTIONAL, outcome, reminder

RESTRICTED = (REFUSE, "person.restricted")


@each(
    ("kind", "expected"),
    [
        (Kind.MESSAGE, RESTRICTED),
        (Kind.ASKED, RESTRICTED),
        (Kind.NUDGE, RESTRICTED),
        (Kind.OPT_IN_ASK, RESTRICTED),
        (Kind.OPT_IN_REPLY, RESTRICTED),
        (Kind.ANSWER, (SEND, "ok")),
        (Kind.HELP, (SEND, "ok")),
        (Kind.OPT_IN_DONE, (SEND, "ok")),
        (Kind.OPT_OUT_DONE, (SEND, "ok")),
        (Kind.STAFF, (SEND, "ok")),
    ],
)
def test_only_answers_leave(kind: Kind, expected: tuple[str, str]) -> None:
    assert outcome(restricted=True, kind=kind, consent=ConsentState.CONFIRMED) == expected


def test_nothing_is_planned_at_restricted_data() -> None:
    planned = reminder(restricted=True, consent=ConsentState.CONFIRMED)
    found = refuse_for_good(planned, NOON)
    assert found is not None
    assert (found.outcome, found.rule) == RESTRICTED


def test_updates_of_orders_do_not_leave() -> None:
    assert outcome(restricted=True, purpose=TRANSACTIONAL) == RESTRICTED
    assert outcome(restricted=False, purpose=TRANSACTIONAL) == (SEND, "ok")
