"""What holds of a consent after all that was said of it, and who may lift its end."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from flows.events import ConsentAction, Teller
from flows.policy.facts import ConsentState
from storage.standing import Said, Standing, standing

START = datetime(2026, 3, 2, 15, tzinfo=UTC)
GRANT, CONFIRM, REVOKE = ConsentAction.GRANTED, ConsentAction.CONFIRMED, ConsentAction.REVOKED
NONE, GRANTED, CONFIRMED, REVOKED = (
    ConsentState.NONE,
    ConsentState.GRANTED,
    ConsentState.CONFIRMED,
    ConsentState.REVOKED,
)
SHOP, PERSON, SILENCE = Teller.SHOP, Teller.PERSON, Teller.SILENCE


@pytest.mark.parametrize(
    ("told", "holds", "ended_by", "taken_back"),
    [
        pytest.param([], NONE, None, NONE, id="nothing"),
        pytest.param([(CONFIRM, SHOP), (REVOKE, PERSON)], REVOKED, PERSON, CONFIRMED, id="stopped"),
        pytest.param([(REVOKE, PERSON)], REVOKED, PERSON, NONE, id="a stranger's stop"),
        pytest.param([(GRANT, SHOP), (REVOKE, SILENCE)], REVOKED, SILENCE, GRANTED, id="silence"),
        pytest.param([(GRANT, SHOP), (REVOKE, PERSON), (CONFIRM, SHOP)], REVOKED, PERSON, GRANTED, id="a tick after"),
        pytest.param([(GRANT, SHOP), (REVOKE, SILENCE), (CONFIRM, SHOP)], REVOKED, SILENCE, GRANTED, id="silent, tick"),
        pytest.param([(REVOKE, PERSON), (GRANT, SHOP), (CONFIRM, PERSON)], CONFIRMED, None, NONE, id="their own START"),
        pytest.param([(CONFIRM, SHOP), (REVOKE, SHOP)], REVOKED, None, NONE, id="the shop's end"),
        pytest.param([(CONFIRM, SHOP), (REVOKE, SHOP), (GRANT, SHOP)], GRANTED, None, NONE, id="and its new tick"),
        pytest.param([(GRANT, SHOP), (REVOKE, SHOP), (REVOKE, PERSON)], REVOKED, PERSON, NONE, id="the shop's, theirs"),
        pytest.param([(GRANT, SHOP), (REVOKE, PERSON), (REVOKE, SHOP)], REVOKED, PERSON, NONE, id="theirs, the shop's"),
        pytest.param([(GRANT, SHOP), (REVOKE, SILENCE), (REVOKE, PERSON)], REVOKED, PERSON, GRANTED, id="stop at last"),
        pytest.param([(GRANT, SHOP), (REVOKE, PERSON), (REVOKE, SILENCE)], REVOKED, PERSON, GRANTED, id="stop first"),
    ],
)
def test_what_holds(
    told: list[tuple[ConsentAction, Teller]], holds: ConsentState, ended_by: Teller | None, taken_back: ConsentState
) -> None:
    said = [Said(action, START + timedelta(minutes=at), teller) for at, (action, teller) in enumerate(told)]
    found = standing(said)
    assert (found.state, found.ended_by, found.taken_back) == (holds, ended_by, taken_back)
    assert found == Standing() if not told else found.since is not None
