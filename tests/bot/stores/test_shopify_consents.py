"""Consent to SMS, as a customer's record states it and as it changes."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

from flows.events import ConsentAction, ConsentGiven, CustomerConsented, CustomerUpdated
from tests.bot.stores.payloads import CONSENT, NOW, PERSON, STANDING, read
from tests.cases import each


def standing(**change: object) -> dict[str, Any]:
    """A customer whose SMS consent differs in this."""
    return CONSENT | {"sms_marketing_consent": PERSON["sms_marketing_consent"] | change}


LATER = NOW + timedelta(hours=3)
UNSUBSCRIBED = replace(
    STANDING,
    action=ConsentAction.REVOKED,
    text="Shopify customer record: unsubscribed, single_opt_in",
    address=None,
)
REDACTED = replace(UNSUBSCRIBED, text="Shopify customer record: redacted, single_opt_in")
CONFIRMED = replace(STANDING, double=True, text="Shopify customer record: subscribed, confirmed_opt_in")
CONSENTS: dict[str, tuple[dict[str, Any], ConsentGiven | None, ConsentGiven | None]] = {
    "subscribed": (standing(), STANDING, STANDING),
    "confirmed elsewhere": (standing(opt_in_level="confirmed_opt_in"), CONFIRMED, CONFIRMED),
    "in capitals": (standing(state="SUBSCRIBED"), STANDING, STANDING),
    "unsubscribed": (standing(state="unsubscribed"), UNSUBSCRIBED, UNSUBSCRIBED),
    "redacted": (standing(state="redacted"), REDACTED, REDACTED),
    "not subscribed": (standing(state="not_subscribed"), None, None),
    "pending": (standing(state="pending"), None, None),
    "none": (CONSENT | {"sms_marketing_consent": None}, None, None),
    "subscribed without a date": (standing(consent_updated_at=None), None, None),
    "subscribed with a blank date": (standing(consent_updated_at=""), None, None),
    "subscribed at a time to come": (
        standing(consent_updated_at=LATER.isoformat()),
        replace(STANDING, at=NOW, told_at=LATER, dated=False),
        replace(STANDING, at=NOW, told_at=LATER, dated=False),
    ),
    "unsubscribed without a date": (
        standing(state="unsubscribed", consent_updated_at=None),
        replace(UNSUBSCRIBED, at=NOW, told_at=None),
        replace(UNSUBSCRIBED, at=NOW, told_at=None),
    ),
    "without a phone": (standing() | {"phone": None}, None, None),
}


@each(("customer", "stands", "changed"), CONSENTS.values(), ids=CONSENTS)
def test_consent_is_read_as_it_stands_and_as_it_changes(
    customer: dict[str, Any], stands: ConsentGiven | None, changed: ConsentGiven | None
) -> None:
    updated = read("customers/update", customer)
    assert isinstance(updated, CustomerUpdated)
    assert updated.consents == ((stands,) if stands else ())
    event = read("customers_marketing_consent/update", customer)
    assert (event.consents if isinstance(event, CustomerConsented) else ()) == ((changed,) if changed else ())
