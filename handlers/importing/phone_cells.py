"""Phone numbers in the cells of a row, in any notation."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flows.importing import table_cells
from flows.importing.column_fields import Field
from handlers.engine.checked_fields import clean
from handlers.people.channel_addresses import normalise_phone

if TYPE_CHECKING:
    from handlers.importing.customer_row_reader import RowReading

_LONGEST = 64  # characters of a number with the text around it


def read_first_number(reading: RowReading, country: str | None) -> str | None:
    """Return the first number in the phone columns; None if there is none, with a mistake noted for the first column.

    ``spare`` is set to the number of further numbers.
    """
    row, places = reading.record.cells, reading.how.columns.at.get(Field.PHONE, ())
    told = [bare for at in places if (bare := table_cells.bare(row[at]))]
    home = country or reading.how.country
    numbers = [one for text in told if (one := _read(text, home))]
    if told and not numbers:
        reading.add_mistake(Field.PHONE, _explain_none(told[0], home))
    reading.spare = max(0, len({normalise_phone(one, home) for one in numbers}) - 1)
    return numbers[0] if numbers else None


def read_number(reading: RowReading, of: Field, country: str | None) -> str | None:
    """Return the number in a field's column; None if it is empty or invalid, which is noted."""
    text, home = reading.cell(of), country or reading.how.country
    found = _read(text, home) if text else None
    if text and found is None:
        reading.add_mistake(of, _explain_none(text, home))
    return found


def _read(text: str, home: str) -> str | None:
    """Return a number without invisible characters; None if it is not a phone number."""
    written = table_cells.trim_fraction(clean(text, _LONGEST))
    return written if normalise_phone(written, home) else None


def _explain_none(text: str, home: str) -> str:
    if table_cells.is_rounded(text):
        return "the number was rounded by a table program; export the column as text"
    return f"is not a number of {home}, or of another country with its +"
