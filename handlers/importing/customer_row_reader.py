"""The reader of a row as an event about one customer, with all mistakes as text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from flows.birthdays import read_birthday
from flows.events import LONGEST_CITY, ConsentGiven, Customer, CustomerUpdated
from flows.importing import table_cells
from flows.importing.column_fields import Field
from flows.importing.country_names import read_country
from flows.importing.file_columns import Columns
from flows.importing.table_rows import TableRow
from flows.mail_address import LONGEST_MAIL, read_mail
from flows.policy.atlas import spell_zone
from handlers.engine.checked_fields import CheckedField as Told
from handlers.engine.checked_fields import Wrong, clean, has_controls
from handlers.importing import phone_cells
from handlers.importing.customer_row import How, Row
from handlers.importing.import_rejects import make_unread_row
from handlers.importing.row_consents import read_consents
from handlers.people import persons

NAMELESS = "it identifies nobody: no usable phone, e-mail, chat or id"
CONTROLS = "has control characters, which were left out"
CUT = "the file is cut off here, in the middle of a character"
_LEAP_DAY = re.compile(r"\d{4}-0?2-29(T.*)?", re.ASCII)
_LONGEST_NAME, _LONGEST_TAG, _MOST_TAGS, _MOST_ORDERS = 200, 100, 250, 10**6
_UNREADABLE = "\ufffd"


def read(record: TableRow, how: How) -> Row:
    """Parse a row."""
    if record.wrong:
        return make_unread_row(record, how, f"the row {record.wrong}")
    wrong = check_width(record, how.columns)
    return make_unread_row(record, how, wrong) if wrong else RowReading(record, how).row()


def check_width(record: TableRow, columns: Columns) -> str | None:
    """Return the mistake of a row that has another number of cells than the first line; None if it has the same."""
    width = len(columns.heads)
    if len(record.cells) >= width and not any(cell.strip() for cell in record.cells[width:]):
        return None
    many = f"has {len(record.cells)} cells where the first line has {width}"
    cut = len(record.cells) < width and not record.ended
    return f"the row {many}{': the file is cut off here' if cut else ''}"


@dataclass(slots=True)
class RowReading:
    """A row that is being parsed, and its mistakes so far."""

    record: TableRow
    how: How
    mistakes: list[str] = field(default_factory=list)
    spare: int = 0

    def row(self) -> Row:
        if self.how.cut and not self.record.ended:
            self.mistakes.append(CUT)
        customer = self.customer()
        updated_at = self.moment(Field.UPDATED_AT)
        if updated_at is not None and updated_at > self.how.now:
            self.add_mistake(Field.UPDATED_AT, "was left out: its time is in the future")
            updated_at = None
        as_of = min(updated_at or self.how.as_of, self.how.as_of)
        agreed = read_consents(self, customer, as_of)
        names = tuple(persons.list_identities(self.how.source, customer, agreed, self.how.country))
        if not names:
            return Row(self.record, None, mistakes=(NAMELESS, *self.mistakes), spare=self.spare)
        news, since = self._news(customer, agreed, as_of), self._read_since()
        return Row(self.record, news, names, tuple(self.mistakes), updated_at is not None, self.spare, since)

    def customer(self) -> Customer:
        """Return the customer in the cells."""
        country = self._country()
        return Customer(
            id=self._id(),
            name=self._name(),
            phone=phone_cells.read_first_number(self, country),
            email=self._mail(),
            whatsapp=phone_cells.read_number(self, Field.WHATSAPP, country),
            telegram=self._chat(),
            locale=self.text(Field.LOCALE, 35),
            timezone=self._zone(),
            country=country,
            region=self.text(Field.REGION, 80),
            city=self.text(Field.CITY, LONGEST_CITY),
            postal_code=self.text(Field.POSTAL_CODE, 20),
            orders=self._orders(),
            birthday=self._birthday(),
        )

    def _news(self, customer: Customer, agreed: Sequence[ConsentGiven], as_of: datetime) -> CustomerUpdated:
        tags = None
        if Field.TAGS in self.how.columns.at:
            each = (self._read_plain(Field.TAGS, one, _LONGEST_TAG) for one in table_cells.words(self.cell(Field.TAGS)))
            tags = tuple(one for one in each if one)[:_MOST_TAGS]
        acquired_from = self.text(Field.ACQUIRED_FROM, _LONGEST_TAG)
        return CustomerUpdated(customer, as_of, tuple(agreed), tags, acquired_from)

    def _read_since(self) -> datetime | None:
        """Parse the date they became a customer; an impossible one is noted and left out."""
        found = self.moment(Field.SINCE)
        if found is None:
            return None
        if found > self.how.now:
            self.add_mistake(Field.SINCE, "was left out: its time is in the future")
            return None
        return found

    def cell(self, of: Field) -> str:
        """Return the text in a field's first column; "" if the field has none."""
        places = self.how.columns.at.get(of)
        return table_cells.bare(self.record.cells[places[0]]) if places else ""

    def read_every(self, of: Field) -> list[str]:
        """Return the texts in all columns of a field that are not empty."""
        places = self.how.columns.at.get(of, ())
        return [text for place in places if (text := table_cells.bare(self.record.cells[place]))]

    def is_by_hand(self, of: Field) -> bool:
        """Return True if a person chose the column of a field."""
        return not self.how.columns.by_hand.isdisjoint(self.how.columns.at.get(of, ()))

    def add_mistake(self, of: Field, what: str) -> None:
        """Note a mistake once, by the head of its column."""
        said = f"{self.how.columns.get_head(of)}: {what}"
        if said not in self.mistakes:
            self.mistakes.append(said)

    def moment(self, of: Field) -> datetime | None:
        """Parse the time in a cell; None if it is empty, or if it is invalid or implausible, which is noted."""
        text = self.cell(of)
        if not text:
            return None
        try:
            return table_cells.parse_moment(text, self.how.zone, month_first=self.how.month_first)
        except ValueError as wrong:
            self.add_mistake(of, str(wrong))
            return None

    def text(self, of: Field, most: int) -> str | None:
        """Return the text in a cell in its stored form; an invalid text is noted and left out."""
        return self._read_plain(of, self.cell(of), most)

    def _read_plain(self, of: Field, text: str, most: int) -> str | None:
        """Return a text in its stored form; one that does not fit its field is noted and left out or cut."""
        if not text:
            return None
        if table_cells.is_formula(text):
            self.add_mistake(of, f"begins with {text[0]!r}, like a formula, and was left out")
            return None
        if _UNREADABLE in text:
            self.add_mistake(of, "has unreadable characters, and was left out")
            return None
        if has_controls(text):
            self.add_mistake(of, CONTROLS)
        kept = clean(text, most)
        if len(text) > most and len(kept) == most:
            self.add_mistake(of, f"is longer than {most} characters, and was cut")
        return kept or None

    def _name(self) -> str | None:
        whole = self.text(Field.NAME, _LONGEST_NAME)
        if whole:
            return whole
        parts = (self.text(Field.FIRST_NAME, _LONGEST_NAME), self.text(Field.LAST_NAME, _LONGEST_NAME))
        return clean(" ".join(part for part in parts if part), _LONGEST_NAME) or None

    def _id(self) -> str | None:
        text = self.cell(Field.ID)
        if table_cells.is_formula(text):
            self.add_mistake(Field.ID, f"begins with {text[0]!r}, like a formula, and was left out")
            return None
        if table_cells.is_rounded(text):
            self.add_mistake(Field.ID, "was rounded by a table program; export the column as text")
            return None
        try:
            return Told(text).identifier()
        except Wrong as wrong:
            self.add_mistake(Field.ID, wrong.message)
            return None

    def _mail(self) -> str | None:
        text = clean(self.cell(Field.EMAIL), LONGEST_MAIL + 1)
        if not text:
            return None
        if read_mail(text) is None or table_cells.is_formula(text):
            self.add_mistake(Field.EMAIL, "is not an e-mail address")
            return None
        return text

    def _chat(self) -> str | None:
        text = self.cell(Field.TELEGRAM)
        if text and not (text.isascii() and text.isdigit() and len(text) <= 20):
            self.add_mistake(Field.TELEGRAM, "is not a chat id; messages cannot go to a name with @")
            return None
        return text or None

    def _country(self) -> str | None:
        text = self.cell(Field.COUNTRY)
        country = read_country(text) if text else None
        if text and country is None:
            self.add_mistake(Field.COUNTRY, "is not a country; use two letters, as US or IN")
        return country

    def _zone(self) -> str | None:
        text = self.cell(Field.TIMEZONE)
        zone = spell_zone(text) if text else None
        if text and zone is None:
            self.add_mistake(Field.TIMEZONE, "there is no such time zone; use one like America/Chicago")
        return zone

    def _orders(self) -> int | None:
        text = table_cells.trim_fraction(self.cell(Field.ORDERS).replace(",", ""))
        if text and not (text.isascii() and text.isdigit() and int(text) <= _MOST_ORDERS):
            self.add_mistake(Field.ORDERS, f"is not a whole number from 0 to {_MOST_ORDERS}")
            return None
        return int(text) if text else None

    def _birthday(self) -> str | None:
        text = self.cell(Field.BIRTHDAY)
        if not text:
            return None
        day = table_cells.parse_day(text, month_first=self.how.month_first)
        found = read_birthday(day, self.how.as_of.date())
        if found is None and _LEAP_DAY.fullmatch(day):
            self.add_mistake(Field.BIRTHDAY, f"{day[:4]} has no 29 February; write the day without the year, as 02-29")
            return None
        if found is None:
            self.add_mistake(Field.BIRTHDAY, "is not a date; write it like 1990-05-04, or 05-04 without a year")
            return None
        if found.year is None and day[:4].isdigit():
            self.add_mistake(Field.BIRTHDAY, f"nobody is born in {day[:4]}: the day was kept, without the year")
        return day
