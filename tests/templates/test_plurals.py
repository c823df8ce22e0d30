"""Counts in phrases of plans and campaigns: one is said as one, and none as none."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal

import pytest

from flows.money import Money
from flows.phrase import phrase
from templates.phrases import Phrases
from templates.speech import Speech

_SOME = Money(5_000_000, "USD")
_MONEY = {"revenue": _SOME, "low": _SOME, "high": _SOME}
_AROUND = {"zone": "UTC", "now": datetime(2026, 3, 4, 12, tzinfo=UTC), "currency": "USD"}


@pytest.mark.parametrize(
    ("locale", "orders", "said"),
    [
        ("en", 0, "To expect: hardly an order, $5"),
        ("en", 1, "To expect: about 1 order, $5"),
        ("en", 2, "To expect: about 2 orders, $5"),
        ("es", 0, "A esperar: casi ningún pedido, "),
        ("es", 1, "A esperar: alrededor de 1 pedido, "),
        ("hi", 0, "उम्मीद: शायद ही कोई ऑर्डर, "),
        ("hi-Latn", 0, "Ummeed: shayad hi koi order, "),
    ],
)
def test_orders_to_expect(locale: str, orders: int, said: str) -> None:
    told = Speech(Phrases.load(), locale, _AROUND, {}).say(phrase("roi_brings", orders=Decimal(orders), **_MONEY))
    assert told.startswith(said)


@pytest.mark.parametrize(
    ("locale", "first", "said"),
    [
        ("en", 1, "About 1 of them gets the versions first"),
        ("en", 2, "About 2 of them get the versions first"),
        ("es", 1, "Cerca de 1 recibe primero las versiones"),
        ("hi", 1, "पहले क़रीब 1 व्यक्ति को"),
        ("hi-Latn", 1, "Pehle kareeb 1 vyakti ko"),
    ],
)
def test_readers_of_the_wordings(locale: str, first: int, said: str) -> None:
    told = Speech(Phrases.load(), locale, _AROUND, {}).say(phrase("campaign_best_wins", first=first, hours=24))
    assert told.startswith(said)


@pytest.mark.parametrize(
    ("locale", "many", "said"),
    [
        ("en", 1, "1 person is in the control group and gets nothing."),
        ("en", 2, "2 people are in the control group and get nothing."),
        ("es", 1, "1 queda sin mensaje, para medir."),
        ("es", 2, "2 quedan sin mensaje, para medir."),
    ],
)
def test_people_who_are_left_alone(locale: str, many: int, said: str) -> None:
    assert Speech(Phrases.load(), locale, _AROUND, {}).say(phrase("campaign_left_alone", many=many)) == said


def test_codes_in_spanish_whatever_their_number() -> None:
    row = phrase("codes_row", whose="velas", given=1, used=1, over=1, left=0, dead=1, revenue=_SOME)
    told = Speech(Phrases.load(), "es", _AROUND, {}).say(row)
    assert told.startswith("velas: dados 1, usados 1, vencidos 1, muertos 1; ")
