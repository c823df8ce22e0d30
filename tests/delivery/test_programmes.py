"""A send is judged by the consent to its own programme, and never by another's."""

from __future__ import annotations

from datetime import timedelta

import pytest

from flows.events import ConsentAction
from flows.policy.departure_facts import LASTING, ConsentState, Kind, Programme, Purpose
from storage.consent.consents import LedgerLine
from storage.database.stores import Database
from storage.facts.departures import Planned, load_facts
from tests.handlers.sourcing.staff.rows import START, Shop, play

REMINDERS, OFFERS, PARTNERS = LASTING
GRANTED, REVOKED = ConsentAction.GRANTED, ConsentAction.REVOKED
SELLS, TELLS = Purpose.MARKETING, Purpose.TRANSACTIONAL


@pytest.mark.parametrize(
    ("told", "programme", "purpose", "consent"),
    [
        pytest.param({REMINDERS: GRANTED}, REMINDERS, SELLS, ConsentState.GRANTED, id="agreed to it"),
        pytest.param({REMINDERS: GRANTED}, OFFERS, SELLS, ConsentState.NONE, id="agreed to another"),
        pytest.param({REMINDERS: GRANTED}, None, SELLS, ConsentState.NONE, id="sells for no programme"),
        pytest.param({REMINDERS: REVOKED}, REMINDERS, TELLS, ConsentState.REVOKED, id="took it back"),
        pytest.param({REMINDERS: REVOKED}, None, TELLS, ConsentState.REVOKED, id="took all back"),
        pytest.param({REMINDERS: REVOKED, OFFERS: GRANTED}, None, TELLS, ConsentState.NONE, id="took one back of two"),
        pytest.param({}, None, TELLS, ConsentState.NONE, id="sells nothing"),
    ],
)
async def test_whose_consent_is_asked_for(
    store: Database,
    told: dict[Programme, ConsentAction],
    programme: Programme | None,
    purpose: Purpose,
    consent: ConsentState,
) -> None:
    async def scene(shop: Shop) -> ConsentState:
        dana, turn = await shop.person("+13145550123", agreed=False), shop.turn()
        for named, action in told.items():
            line = LedgerLine(dana.contact, dana.id, named, action, "checkout", "Yes", START - timedelta(days=1))
            await shop.unit.consents.record(line, START)
        planned = Planned(Kind.MESSAGE, purpose, programme, "sms", dana.id, dana.contact, turn.now)
        (facts,) = await load_facts(turn.unit, turn.tenant, [planned], turn.draw, turn.now)
        return facts.consent

    assert await play(store, scene) is consent
