"""What a row says, and what is wrong with it: read from files as shops send them."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from flows.importing.file_columns import match_columns
from flows.importing.table_rows import TableRow
from handlers.importing.customer_row import How, Row
from handlers.importing.customer_row_reader import NAMELESS, read
from handlers.people.persons import list_details
from tests.cases import each

NOW = datetime(2026, 3, 2, 15, tzinfo=UTC)
NUMBER = "+13145550142"
TO_COME = "updated_at: was left out: its time is in the future"
NO_DAY = "is not a date; write it like 1990-05-04, or 05-04 without a year"


def row(home: str = "US", **cells: str) -> Row:
    """A row with these cells, each below the name of its field."""
    columns = match_columns(list(cells), [(name, name.rstrip("0123456789")) for name in cells])
    how = How(columns, home, ZoneInfo("America/Chicago"), "api", NOW, NOW)
    return read(TableRow(2, list(cells.values())), how)


@each(
    ("written", "country"),
    [
        ("(314) 555-0142", "US"),
        ("+1 314 555 0142", "IN"),
        ("\u202d+1 (314) 555-0142\u202c", "US"),
        ("3\u200b14 555\ufeff 0142", "US"),
        ("'+13145550142", "US"),
        ('="3145550142"', "US"),
        ("13145550142.0", "US"),
        ("tel: 314-555-0142", "US"),
        ("٣١٤٥٥٥٠١٤٢", "US"),
    ],
    ids=["home", "abroad", "directions", "zero width", "apostrophe", "formula of a text", "fraction", "tel", "digits"],
)
def test_phones_are_read_however_they_are_written(written: str, country: str) -> None:
    found = row(country, phone=written)
    assert ([str(name.value) for name in found.names], found.mistakes) == ([NUMBER], ())


@pytest.mark.parametrize(
    ("written", "mistake"),
    [
        ("12345", "phone: is not a number of US, or of another country with its +"),
        ("9.19876E+11", "phone: the number was rounded by a table program; export the column as text"),
        ("ask her", "phone: is not a number of US, or of another country with its +"),
        ("=cmd|'/C calc'!A0", "phone: is not a number of US, or of another country with its +"),
    ],
)
def test_what_is_no_phone_is_said_and_the_person_known_by_the_rest(written: str, mistake: str) -> None:
    found = row(phone=written, email="dana@mail.example")
    assert ([name.channel for name in found.names], found.mistakes) == (["email"], (mistake,))
    alone = row(phone=written)
    assert (alone.news, alone.mistakes) == (None, (NAMELESS, mistake))


def test_of_three_phones_each_row_takes_the_first_that_is_a_number() -> None:
    assert [row(phone=one, phone1="", phone2=NUMBER).names[0].value for one in ("", "none", "12")] == [NUMBER] * 3
    several = row(phone="314 555 0143", phone1=NUMBER, phone2=NUMBER)
    assert (several.names[0].value, several.spare, several.mistakes) == ("+13145550143", 1, ())


@each(
    ("field", "cell", "mistake"),
    [
        ("name", "=cmd|'/C calc'!A0", "name: begins with '=', like a formula, and was left out"),
        ("name", "@SUM(1)", "name: begins with '@', like a formula, and was left out"),
        ("tags", "vip;+1+2", "tags: begins with '+', like a formula, and was left out"),
        ("name", "A\0B", "name: has control characters, which were left out"),
        ("tags", "vip\x07", "tags: has control characters, which were left out"),
        ("id", "a\u3164b", "id: has characters that are not allowed in an id"),
        ("name", "x" * 201, "name: is longer than 200 characters, and was cut"),
        ("name", "Jos\ufffd", "name: has unreadable characters, and was left out"),
        ("timezone", "America/Nowhere", "timezone: there is no such time zone; use one like America/Chicago"),
        ("country", "Atlantis", "country: is not a country; use two letters, as US or IN"),
        ("email", "dana at mail", "email: is not an e-mail address"),
        ("telegram", "@dana", "telegram: is not a chat id; messages cannot go to a name with @"),
        ("orders", "many", "orders: is not a whole number from 0 to 1000000"),
        (
            "birthday",
            "1995-02-29",
            "birthday: 1995 has no 29 February; write the day without the year, as 02-29",
        ),
        ("birthday", "29/02/2001", "birthday: 2001 has no 29 February; write the day without the year, as 02-29"),
        ("birthday", "1823-05-04", "birthday: nobody is born in 1823: the day was kept, without the year"),
        ("birthday", "2099-05-04", "birthday: nobody is born in 2099: the day was kept, without the year"),
        ("updated_at", "0001-01-01T00:00:00Z", "updated_at: is before 1900"),
        ("updated_at", "9999-12-31T23:59:59-23:59", "updated_at: is in the year 9000 or later"),
        ("updated_at", "lately", "updated_at: is not a date or time; write it like 2026-03-02T15:04:05-06:00"),
        ("id", "a\u200bb", "id: has characters that are not allowed in an id"),
        ("id", "=1+1", "id: begins with '=', like a formula, and was left out"),
        ("opted_out", "perhaps", "opted_out: is not yes or no, so it counts as an opt-out"),
    ],
)
def test_what_is_wrong_with_a_cell_is_said_and_the_person_taken_over(field: str, cell: str, mistake: str) -> None:
    found = row(phone=NUMBER, **{field: cell})
    assert (found.news is not None, found.mistakes) == (True, (mistake,))


@pytest.mark.parametrize(
    ("told", "dated", "mistakes"),
    [
        ("2026-03-02T15:00:00Z", True, ()),
        ("2026-03-02T15:00:01Z", False, (TO_COME,)),
        ("2099-01-01", False, (TO_COME,)),
    ],
)
def test_a_row_is_not_dated_by_a_moment_to_come(told: str, dated: bool, mistakes: tuple[str, ...]) -> None:
    found = row(phone=NUMBER, updated_at=told)
    assert found.news is not None
    assert (found.dated, found.mistakes, found.news.occurred_at) == (dated, mistakes, NOW)


@each(
    ("written", "since", "mistake"),
    [
        ("2021-05-04", datetime(2021, 5, 4, 5, tzinfo=UTC), ()),
        ("2021-05-04 10:00:00 -0400", datetime(2021, 5, 4, 14, tzinfo=UTC), ()),
        ("4 May 2021", datetime(2021, 5, 4, 5, tzinfo=UTC), ()),
        ("04/05/2021", datetime(2021, 5, 4, 5, tzinfo=UTC), ()),
        ("1900-01-01", datetime(1900, 1, 1, 6, tzinfo=UTC), ()),
        ("2026-03-02T15:00:00Z", NOW, ()),
        ("2026-03-02T15:00:01Z", None, ("since: was left out: its time is in the future",)),
        ("1899-12-30", None, ("since: is before 1900",)),
        ("0001-01-01", None, ("since: is before 1900",)),
        ("9999-12-31T23:59:59-12:00", None, ("since: is in the year 9000 or later",)),
        ("long ago", None, ("since: is not a date or time; write it like 2026-03-02T15:04:05-06:00",)),
        ("", None, ()),
    ],
)
def test_since_when_somebody_is_a_customer(written: str, since: datetime | None, mistake: tuple[str, ...]) -> None:
    found = row(phone=NUMBER, since=written)
    assert (found.news is not None, found.since, found.mistakes) == (True, since, mistake)


@pytest.mark.parametrize(
    ("written", "day", "year"),
    [
        ("1996-02-29", "02-29", 1996),
        ("1823-05-04", "05-04", None),
        ("04/05/1990", "05-04", 1990),
        ("4 May", "05-04", None),
    ],
)
def test_birthdays(written: str, day: str, year: int | None) -> None:
    found = row(phone=NUMBER, birthday=written)
    assert found.news is not None
    told = list_details(found.news.customer, NOW)
    assert (told["birth_day"], told["birth_year"]) == (day, year)


def test_names_lose_what_is_not_seen_and_keep_what_writes_them() -> None:
    found = row(phone=NUMBER, name="\u202eDana\u202c \u200bReyes\ufeff")
    assert found.news is not None
    assert found.news.customer.name == "Dana Reyes"
    unseen = "\u00ad\u034f\u061c\u115f\u1160\u180e\u200b\u2060\u206a\u3164\uffa0\ufeff\ufff9\U000e0001\U000e0041"
    hidden = row(phone=NUMBER, name=f"{unseen}Da{unseen}na{unseen}")
    assert hidden.news is not None
    assert (hidden.news.customer.name, hidden.mistakes) == ("Dana", ())
    joined = row(phone=NUMBER, first_name="क्\u200dष", last_name="Rao")
    assert joined.news is not None
    assert joined.news.customer.name == "क्\u200dष Rao"


PROOF = {"consent_source": "till", "consent_text": "Text me", "consent_at": "2026-02-01T10:00:00-06:00"}


def test_a_consent_is_taken_over_with_its_proof() -> None:
    found = row(phone=NUMBER, sms_consent="yes", **PROOF)
    assert found.news is not None
    (given,) = found.news.consents
    at = datetime(2026, 2, 1, 16, tzinfo=UTC)
    assert (given.channel, given.source, given.text, given.at, given.told_at) == ("sms", "till", "Text me", at, at)
    assert found.mistakes == ()


@pytest.mark.parametrize("lacking", list(PROOF))
def test_a_consent_without_a_part_of_its_proof_is_none(lacking: str) -> None:
    found = row(phone=NUMBER, sms_consent="yes", **(PROOF | {lacking: ""}))
    assert found.news is not None
    assert found.news.consents == ()
    assert found.mistakes == (f"sms_consent: the consent was not imported: it cannot be proven without {lacking}",)


@pytest.mark.parametrize(
    ("at", "mistakes"),
    [
        ("0001-01-01T00:00:00Z", ("consent_at: is before 1900", "it cannot be proven without consent_at")),
        ("9999-12-31", ("consent_at: is in the year 9000 or later", "it cannot be proven without")),
        ("1970-01-01T00:00:00Z", ("nobody agreed to messages in 1970",)),
    ],
)
def test_a_consent_of_a_moment_that_nobody_means_is_none(at: str, mistakes: tuple[str, ...]) -> None:
    found = row(phone=NUMBER, sms_consent="yes", **(PROOF | {"consent_at": at}))
    assert found.news is not None
    assert found.news.consents == ()
    assert len(found.mistakes) == len(mistakes)
    assert all(part in whole for part, whole in zip(mistakes, found.mistakes, strict=True))


def test_an_end_of_a_moment_that_nobody_means_is_as_of_the_row() -> None:
    found = row(phone=NUMBER, opted_out="yes", consent_at="0001-01-01T00:00:00Z")
    assert found.news is not None
    assert [(one.at, one.told_at) for one in found.news.consents] == [(NOW, NOW)]
    assert found.mistakes == ("consent_at: is before 1900",)


@pytest.mark.parametrize(
    ("cells", "mistake"),
    [
        (
            {"email": "a@mail.example", "sms_consent": "yes"},
            "sms_consent: the consent was not imported: the row has no phone that it could be for",
        ),
        (
            {"phone": NUMBER, "sms_consent": "yes", "consent_at": "2027-01-01"},
            "sms_consent: the consent was not imported: its time is in the future",
        ),
    ],
    ids=["no phone", "to come"],
)
def test_a_consent_that_cannot_hold_is_said(cells: dict[str, str], mistake: str) -> None:
    found = row(**(PROOF | cells))
    assert found.news is not None
    assert (found.news.consents, found.mistakes) == ((), (mistake,))


def test_a_no_is_nothing_and_an_end_is_an_end() -> None:
    no = row(phone=NUMBER, sms_consent="no")
    assert no.news is not None
    assert (no.news.consents, no.mistakes) == ((), ())
    for told in ({"sms_consent": "unsubscribed"}, {"opted_out": "yes"}, {"sms_consent": "yes", "opted_out": "yes"}):
        found = row(phone=NUMBER, **told)
        assert found.news is not None
        assert [one.action.value for one in found.news.consents] == ["revoked"]


@pytest.mark.parametrize(
    ("record", "mistake"),
    [
        (
            TableRow(2, ["Dana"], ended=False),
            "the row has 1 cells where the first line has 2: the file is cut off here",
        ),
        (TableRow(2, ["Dana"]), "the row has 1 cells where the first line has 2"),
        (TableRow(2, ["Dana", NUMBER, "more"]), "the row has 3 cells where the first line has 2"),
        (
            TableRow(2, ["…"], "is too long: a row has at most 1 MiB, and a cell 128 KiB"),
            "the row is too long: a row has at most 1 MiB, and a cell 128 KiB",
        ),
    ],
    ids=["cut", "short", "long", "unread"],
)
def test_a_row_of_another_width_is_refused(record: TableRow, mistake: str) -> None:
    how = How(match_columns(["name", "phone"]), "US", ZoneInfo("America/Chicago"), "api", NOW, NOW)
    assert read(record, how).mistakes == (mistake,)
    assert read(TableRow(2, ["Dana", NUMBER, " ", ""]), how).mistakes == ()


@pytest.mark.parametrize("written", ["asia/kolkata", "Asia/Kolkata", "ASIA/KOLKATA"])
def test_a_time_zone_in_any_case_is_kept_as_it_is_spelled(written: str) -> None:
    found = row(phone=NUMBER, timezone=written)
    assert found.news is not None
    assert (found.news.customer.timezone, found.mistakes) == ("Asia/Kolkata", ())
