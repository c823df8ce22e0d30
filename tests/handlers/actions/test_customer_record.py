"""A customer's record as pages and files show it: words, days and amounts, and no column names."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from bot.conversations import HOLDINGS
from handlers.actions.customer_record import _COUNTS, _LABELLED, _SAID, SECTIONS, describe_record
from storage.erasure.personal_record import Known, _value
from templates.phrases import Phrases
from templates.speech import Speech

KNOWN: Known = {
    "person": [{"name": "Dana Peters", "region": "MO", "country": "US", "as_of": "2026-03-02T15:00+00:00"}],
    "orders": [
        {
            "number": "1001",
            "items": [{"title": "Blue kurta", "quantity": 2, "price": "39.00 USD"}, {"title": "Mug", "quantity": 1}],
            "total": "89.00",
            "currency": "USD",
            "placed_at": "2026-03-02T15:00+00:00",
            "paid_at": "2026-03-03T15:00+00:00",
        }
    ],
    "messages": [
        {"direction": "in", "channel": "sms", "text": "/pause it\nplease", "created_at": "2026-03-02T15:00+00:00"}
    ],
    "told": [{"raw": "never shown here"}],
}


def _said(locale: str) -> list[str]:
    common = {"brand": "Tiger", "zone": ZoneInfo("America/Chicago"), "now": datetime(2026, 4, 1, tzinfo=UTC)}
    speech = Speech(Phrases.load(), locale, common | {"currency": "USD"}, {})
    return [str(speech.say(one)) for head, lines in describe_record(KNOWN, "USD") for one in (head, *lines)]


def test_a_record_reads_as_words_days_and_amounts() -> None:
    assert _said("en") == [
        "Person",
        "Dana Peters, MO, US",
        "Orders (1)",
        "2 Mar 2026: 1001, 2 × Blue kurta, Mug, 89.00 USD, paid 3 Mar 2026",
        "Messages (1)",
        "Mon 2 Mar 2026 09:00: from you, sms, / pause it please",
    ]


@pytest.mark.parametrize("locale", ["en", "es", "hi", "hi-Latn"])
def test_no_column_and_no_micro_unit_is_shown(locale: str) -> None:
    text = "\n".join(_said(locale))
    assert not re.search(r"[a-z]_[a-z]|T\d\d:\d\d|\d{6,}", text)


def test_every_kind_of_rows_has_a_section_and_its_words_in_the_library() -> None:
    told = {one.table.name for one in HOLDINGS.personal if one.told}
    assert told <= SECTIONS.keys()
    phrases = Phrases.load()
    names = [f"record_{noun}" for noun in SECTIONS] + [f"record_of_{one}" for one in _LABELLED]
    names += [f"record_{column}_{one}" for column, values in _SAID.items() for one in values]
    assert [one for one in (*names, *(f"record_of_{one}_count" for one in _COUNTS)) if one not in phrases] == []


@pytest.mark.parametrize(
    ("column", "stored", "shown"),
    [
        ("total", 89_000_000, "89.00"),
        ("spend", 12_500_000, "12.50"),
        ("codes", '["COME10"]', ["COME10"]),
        (
            "items",
            '[{"title":"Mug","price":{"micros":9000000,"currency":"USD"}}]',
            [{"title": "Mug", "price": {"amount": "9.00", "currency": "USD"}}],
        ),
        ("orders", 3, 3),
    ],
)
def test_the_export_has_amounts_and_lists(column: str, stored: object, shown: object) -> None:
    assert _value(column, stored) == shown
