"""Offers of partners: each leaves only by a consent that names its partner."""

from __future__ import annotations

from typing import Any

import pytest

from flows.policy.departure import refuse_for_good
from flows.policy.departure_facts import ConsentState, Kind, Programme
from tests.cases import each
from tests.flows.policy.samples import NOON, REFUSE, SEND, TRANSACTIONAL, outcome, reminder

OFFER = {"programme": Programme.PARTNER_OFFERS, "subject": None, "partner": "nike"}
NOT_NAMED = (REFUSE, "partner_not_named")


@each(
    ("changes", "expected"),
    [
        pytest.param({"partners": frozenset({"nike"})}, (SEND, "ok"), id="named"),
        pytest.param({"partners": frozenset({"puma", "nike"})}, (SEND, "ok"), id="among others"),
        pytest.param({"partners": frozenset({"puma"})}, NOT_NAMED, id="another is named"),
        pytest.param({}, NOT_NAMED, id="nobody is named"),
        pytest.param({"partner": ""}, NOT_NAMED, id="of no partner, and nobody is named"),
        pytest.param({"partner": "", "partners": frozenset({"nike"})}, NOT_NAMED, id="of no partner"),
        pytest.param({"kind": Kind.ASKED}, NOT_NAMED, id="at a time of their own"),
        pytest.param({"programme": Programme.OFFERS}, NOT_NAMED, id="by the consent to the shop's own offers"),
        pytest.param({"purpose": TRANSACTIONAL}, (SEND, "ok"), id="sells nothing"),
        pytest.param(
            {"partners": frozenset({"nike"}), "consent": ConsentState.REVOKED}, (REFUSE, "consent.revoked"), id="ended"
        ),
    ],
)
def test_an_offer_leaves_by_a_consent_that_names_its_partner(
    changes: dict[str, Any], expected: tuple[str, str]
) -> None:
    assert outcome(**OFFER | changes) == expected


@pytest.mark.parametrize("partners", [frozenset(), frozenset({"puma"})], ids=["nobody", "another"])
def test_waiting_names_no_partner(partners: frozenset[str]) -> None:
    verdict = refuse_for_good(reminder(**OFFER, partners=partners), NOON)
    assert verdict is not None
    assert verdict.reason == "The person's consent to partner offers does not name this partner."
