"""People and their consent in Shopify's webhooks: https://shopify.dev/docs/api/webhooks"""

from __future__ import annotations

from datetime import datetime

from flows.channels import SMS
from flows.events import LONGEST_CITY, ConsentAction, ConsentGiven, Customer, Means
from flows.policy.departure_facts import PlaceKind, ToldPlace
from flows.policy.regions import LONGEST
from handlers.engine.checked_fields import CheckedField

# The states of https://shopify.dev/docs/api/admin-graphql/2026-07/enums/CustomerSmsMarketingState that say something:
# the others (not_subscribed, pending, invalid) neither give nor take back.
_ACTIONS = {
    "subscribed": ConsentAction.GRANTED,
    "unsubscribed": ConsentAction.REVOKED,
    "redacted": ConsentAction.REVOKED,
}


# The default text next to the box (Settings, Checkout, Marketing options), in English.
_LABEL = "Text me with news and offers"


def read_buyer(source: CheckedField) -> Customer:
    """Return the person of a checkout or an order. A guest has no customer record; the phone of the delivery address is
    used then."""
    customer, shipping, billing = source["customer"], source["shipping_address"], source["billing_address"]
    place = _place(shipping, billing, customer["default_address"])
    told = (_read_place(PlaceKind.SHIPPING, shipping), _read_place(PlaceKind.BILLING, billing), *_list_places(customer))
    phones = (source["phone"], source["sms_marketing_phone"], shipping["phone"], customer["phone"])
    return Customer(
        id=customer["id"].identifier(),
        name=_name(customer) or _name(shipping) or _name(billing),
        phone=_first(*phones, limit=40),
        email=_first(source["email"], source["contact_email"], customer["email"], limit=254),
        locale=_first(source["customer_locale"], customer["locale"], limit=35),
        country=place["country_code"].country(),
        region=_region(place),
        city=place["city"].text(LONGEST_CITY),
        postal_code=place["zip"].text(20),
        orders=customer["orders_count"].read_whole(),
        places=_places(told),
    )


def read_subscriber(customer: CheckedField) -> Customer:
    """Return the person of a customer record.

    The phone of an address is ignored: it may be another person's, such as the recipient's, or a guest's who typed this
    customer's e-mail address at a checkout.
    """
    place = customer["default_address"]
    return Customer(
        id=_first(customer["id"], customer["customer_id"], limit=255),
        name=_name(customer),
        phone=customer["phone"].text(40),
        email=customer["email"].text(254),
        locale=customer["locale"].text(35),
        country=place["country_code"].country(),
        region=_region(place),
        city=place["city"].text(LONGEST_CITY),
        postal_code=place["zip"].text(20),
        orders=customer["orders_count"].read_whole(),
        places=_places(_list_places(customer)),
    )


def read_checkout_consents(checkout: CheckedField, at: datetime, now: datetime) -> tuple[ConsentGiven, ...]:
    """Return the SMS consents of a checkout (of time ``at``): the customer record's and the ticked box's, older
    first."""
    said = list_consents(checkout["customer"], at, now) + _box(checkout, at)
    return tuple(sorted(said, key=lambda consent: consent.at))


def list_consents(customer: CheckedField, at: datetime, now: datetime) -> tuple[ConsentGiven, ...]:
    """Return the consents on a customer's record (of time ``at``). A revocation counts even if it has no date.

    A grant needs its date: ``at`` may come from an unsigned header, and an old grant would look new.
    """
    said = _read_consents(customer, at, now)
    dated = customer["sms_marketing_consent"]["consent_updated_at"].time(now) is not None
    return tuple(consent for consent in said if dated or consent.action is ConsentAction.REVOKED)


def _box(checkout: CheckedField, at: datetime) -> tuple[ConsentGiven, ...]:
    """Return the consent of a ticked box, for the phone next to it. An unticked box is no revocation."""
    phone = checkout["sms_marketing_phone"].text(40)
    if not checkout["buyer_accepts_sms_marketing"].flag() or phone is None:
        return ()
    return (
        ConsentGiven(
            channel=SMS.name,
            action=ConsentAction.GRANTED,
            source="shopify checkout",
            text="told by shopify: buyer_accepts_sms_marketing",
            at=at,
            address=phone,
            dated=False,
            means=Means.BOX,
            shown=_LABEL,
        ),
    )


def _read_consents(customer: CheckedField, at: datetime, now: datetime) -> tuple[ConsentGiven, ...]:
    consent, phone = customer["sms_marketing_consent"], customer["phone"].text(40)
    state = (consent["state"].text(40) or "").lower()
    action = _ACTIONS.get(state)
    granted = action is ConsentAction.GRANTED
    if action is None or (granted and phone is None):
        return ()
    level = (consent["opt_in_level"].text(40) or "").lower()
    told_at = consent["consent_updated_at"].moment()
    return (
        ConsentGiven(
            channel=SMS.name,
            action=action,
            source="shopify customer",
            text=f"Shopify customer record: {state}, {level or 'no opt-in level'}",
            at=min(told_at, now) if told_at else at,
            double=granted and level == "confirmed_opt_in",
            # A grant holds for this phone alone; a revocation is not narrowed to it.
            address=phone if granted else None,
            dated=told_at is None or told_at <= now,
            told_at=told_at,
        ),
    )


def _place(*addresses: CheckedField) -> CheckedField:
    """Return the first address that has a location."""
    said = (one for one in addresses if one.value is not None and (one["country_code"].value or one["zip"].value))
    return next(said, addresses[0])


def _list_places(customer: CheckedField) -> tuple[ToldPlace | None, ...]:
    """Return all addresses on a customer's record, as the person may be at any of them."""
    listed = customer["addresses"].read_each() if isinstance(customer["addresses"].value, list) else ()
    return tuple(_read_place(PlaceKind.STATED, one) for one in (customer["default_address"], *listed))


def _places(told: tuple[ToldPlace | None, ...]) -> tuple[ToldPlace, ...]:
    return tuple(dict.fromkeys(place for place in told if place is not None))


def _read_place(kind: PlaceKind, address: CheckedField) -> ToldPlace | None:
    """Return the place of an address, from any of its fields; None if they are empty."""
    if address.value is None:
        return None
    place = ToldPlace(kind, address["country_code"].country(), _region(address), address["zip"].text(20))
    return place if place.country or place.region or place.postal_code else None


def _region(address: CheckedField) -> str | None:
    """Return the province by code, else by name."""
    return _first(address["province_code"], address["province"], limit=LONGEST)


def _name(source: CheckedField) -> str | None:
    parts = (source["first_name"].text(100), source["last_name"].text(100))
    return " ".join(part for part in parts if part) or source["name"].text()


def _first(*fields: CheckedField, limit: int) -> str | None:
    texts = (field.text(limit) for field in fields)
    return next((text for text in texts if text), None)
