"""Offers of partners: each leaves only by a consent that names its partner."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from flows.policy.departure import judge, refuse_for_good
from flows.policy.departure_facts import Cap, ConsentState, EarlierDeparture, Kind, Programme
from tests.cases import each
from tests.flows.policy.samples import NOON, REFUSE, SEND, TRANSACTIONAL, WAIT, outcome, reminder, sent

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


DAILY = (Cap(1, timedelta(days=1)),)
NAMED = OFFER | {"partners": frozenset({"nike"}), "partner_caps": DAILY}


def offered(*hours_ago: float) -> tuple[EarlierDeparture, ...]:
    """Earlier offers of partners, so many hours before."""
    return tuple(replace(one, partners=True) for one in sent(*hours_ago))


@each(
    ("changes", "expected"),
    [
        pytest.param({}, (SEND, "ok"), id="the first"),
        pytest.param({"recent": sent(1)}, (SEND, "ok"), id="after a message of the shop's own"),
        pytest.param({"recent": offered(23)}, (WAIT, "cap.partners"), id="a second within a day"),
        pytest.param({"recent": offered(2)}, (REFUSE, "cap.partners"), id="a second, and a day is too late"),
        pytest.param({"recent": offered(24)}, (SEND, "ok"), id="a day later"),
        pytest.param({"partner_caps": ()}, (SEND, "ok"), id="no cap"),
        pytest.param({"partner_caps": (Cap(0, timedelta(days=1)),)}, (REFUSE, "cap.partners"), id="none at all"),
        pytest.param(
            {"programme": Programme.OFFERS, "partner": "", "recent": offered(1)},
            (SEND, "ok"),
            id="the shop's own after",
        ),
        pytest.param(
            {"caps": (Cap(1, timedelta(days=2)),), "recent": sent(1)}, (REFUSE, "cap.business"), id="the shop's cap"
        ),
    ],
)
def test_one_cap_holds_for_the_offers_of_all_partners(changes: dict[str, Any], expected: tuple[str, str]) -> None:
    assert outcome(**NAMED | changes) == expected


def test_the_cap_is_told_and_kept_with_the_verdict() -> None:
    held = judge(reminder(**NAMED, recent=offered(23)), NOON)
    assert held.reason == "The shop allows one person 1 partner offer in 24 hours, the next from 13:00."
    left = judge(reminder(**NAMED), NOON)
    ref = "business partner-cap: 1 in 24 hours (the shop's own partner_caps)"
    assert [str(one) for one in held.rules] == [ref]
    assert ref in map(str, left.rules)
