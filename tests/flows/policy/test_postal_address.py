"""A mail that sells shows the business's postal address, or does not leave."""

from __future__ import annotations

from typing import Any

import pytest

from flows.mail_address import MAIL
from flows.policy.departure import judge, refuse_for_good
from flows.policy.departure_facts import ConsentState, Kind
from flows.policy.verdict import Outcome
from tests.cases import each
from tests.flows.policy.samples import CANADIAN, MISSOURI, NOON, TRANSACTIONAL, reminder

STREET = "12 Main St, Newark, NJ 07102"
GERMAN = "+4915155550101"
ASK = {"kind": Kind.OPT_IN_ASK, "consent": ConsentState.NONE, "ask_countries": ("US",)}


@each(
    ("person", "places"),
    [
        ({"phone": MISSOURI}, ["US"]),
        ({"phone": CANADIAN}, ["CA"]),
        ({"phone": MISSOURI, "country": "CA", "region": "QC"}, ["US", "CA"]),
        ({"phone": None, "country": "US", "region": "FL"}, ["US"]),
        ({"phone": None}, ["US"]),
        ({"phone": GERMAN}, ["*"]),
        ({"phone": None, "country": "FR"}, ["*"]),
    ],
)
def test_without_an_address_it_is_refused_by_the_law_of_each_place(person: dict[str, Any], places: list[str]) -> None:
    verdict = judge(reminder(**person, channel=MAIL), NOON)
    assert (verdict.outcome, verdict.rule) == (Outcome.REFUSE, "postal-address")
    assert sorted(rule.jurisdiction for rule in verdict.rules) == sorted(places)
    assert refuse_for_good(reminder(**person, channel=MAIL), NOON) == verdict


def test_the_owner_reads_what_to_do() -> None:
    assert judge(reminder(channel=MAIL), NOON).reason == (
        "A mail that sells must show your postal address, and none is set: [business] mailing_address "
        "(CAN-SPAM, 15 U.S.C. 7704(a)(5)(A)(iii); 16 CFR 316.2(p), since 1 Jan 2004)."
    )


def test_with_an_address_it_leaves_and_its_story_names_the_rule() -> None:
    verdict = judge(reminder(channel=MAIL, mailing_address=STREET), NOON)
    assert verdict.outcome is Outcome.SEND
    assert [(rule.jurisdiction, rule.rule) for rule in verdict.rules] == [("US", "postal-address")]


def test_a_request_for_consent_counts_as_marketing() -> None:
    assert judge(reminder(channel=MAIL, **ASK), NOON).rule == "postal-address"
    allowed = judge(reminder(channel=MAIL, mailing_address=STREET, **ASK), NOON)
    assert [rule.rule for rule in allowed.rules] == ["postal-address"]


@each(
    "changes",
    [{"purpose": TRANSACTIONAL}, {"kind": Kind.NUDGE}, {"kind": Kind.ANSWER}, {"kind": Kind.OPT_OUT_DONE}],
)
def test_what_sells_nothing_needs_no_address(changes: dict[str, Any]) -> None:
    assert judge(reminder(channel=MAIL, **changes), NOON).outcome is Outcome.SEND


@pytest.mark.parametrize("channel", ["sms", "telegram"])
def test_texts_and_chats_need_none(channel: str) -> None:
    """Texts to Canada come under the same act; counsel decides about them."""
    verdict = judge(reminder(CANADIAN, channel=channel), NOON)
    assert (verdict.outcome, [rule for rule in verdict.rules if rule.rule == "postal-address"]) == (Outcome.SEND, [])
