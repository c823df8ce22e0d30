"""Codes as owners write them, their parts in any order; and the sentences that make or end one."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from flows.shop_offers import WhyNoOffer, WrongOffer
from handlers.offers.offer_terms import parse_end
from handlers.own_codes.own_code_phrase import make_name, read_code
from tests.cases import each

CHICAGO = ZoneInfo("America/Chicago")
WEDNESDAY = datetime(2026, 1, 7, 10, tzinfo=CHICAGO)


@each(
    ("said", "code", "off", "uses", "until"),
    [
        ("10% off, 50 uses, till sunday", "", 10, 50, "sunday"),
        ("SAVE10 10% off till sunday max 50", "SAVE10", 10, 50, "sunday"),
        ("till sunday 10% off SAVE10", "SAVE10", 10, None, "sunday"),
        ("max 20 uses, $5 off, welcome", "WELCOME", "5.00", 20, ""),
        ("$5 off 20 uses", "", "5.00", 20, ""),
        ("15% de descuento hasta el domingo 30 usos", "", 15, 30, "domingo"),
        ("10% off sunday tak", "", 10, None, "sunday"),
        ("FREESHIP free shipping", "FREESHIP", None, None, ""),
        ("max 100, 20% off, until feb 14 6pm", "", 20, 100, "feb 14 6pm"),
    ],
)
def test_the_parts_of_a_code(said: str, code: str, off: int | str | None, uses: int | None, until: str) -> None:
    told = read_code(said, "USD")
    assert told.unread == ()
    assert told.terms.offer is not None
    offer = told.terms.offer
    assert (told.code, told.terms.uses, told.terms.until) == (code, uses, until)
    assert off == (offer.percent if offer.amount is None else str(offer.amount))


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ("SAVE 0% off", WhyNoOffer.NOTHING),
        ("SAVE -5% off", WhyNoOffer.BELOW_ZERO),
        ("SAVE 120% off", WhyNoOffer.OVER_ALL),
        ("SAVE 12.5% off", WhyNoOffer.PART_OF_A_PERCENT),
    ],
)
def test_what_takes_off_nothing_or_too_much_is_none(said: str, why: WhyNoOffer) -> None:
    with pytest.raises(WrongOffer) as wrong:
        read_code(said, "USD")
    assert wrong.value.why is why


def test_how_long_it_holds_and_words_that_mean_nothing() -> None:
    assert read_code("FREESHIP free shipping valid 30 days", "USD").terms.valid_for == timedelta(days=30)
    assert read_code("WELCOME 10% off for loyals", "USD").unread == ("for", "loyals")


def test_a_code_that_nobody_named_is_called_by_its_offer() -> None:
    offers = (read_code(said, "USD").terms.offer for said in ("10% off", "$5 off", "free shipping"))
    assert [make_name(one) for one in offers if one is not None] == ["SAVE10", "OFF5", "FREESHIP"]


@pytest.mark.parametrize(
    ("until", "ends"),
    [
        ("sunday", datetime(2026, 1, 11, 23, 59, tzinfo=CHICAGO)),
        ("friday 6pm", datetime(2026, 1, 9, 18, tzinfo=CHICAGO)),
        ("14 feb", datetime(2026, 2, 14, 23, 59, tzinfo=CHICAGO)),
        ("31 february", None),
    ],
)
def test_a_day_without_an_hour_ends_with_its_last_minute(until: str, ends: datetime | None) -> None:
    assert parse_end(until, WEDNESDAY, CHICAGO) == ends
