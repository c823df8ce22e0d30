"""How long each kind of data is kept: ``[retention]``."""

from __future__ import annotations

from flows.retention_periods import DATA_KINDS, LONGEST
from handlers.business_file.file_values import reads
from handlers.business_file.toml_table import Parse, Table


def read_retention(table: Table) -> dict[str, int]:
    """Parse the days of each kind; 0 keeps it for ever. A missing kind has its default."""
    days = {name: table.read(name, _parse_days(kind.least), None) for name, kind in DATA_KINDS.items()}
    return {name: value for name, value in days.items() if value is not None}


def _parse_days(least: int) -> Parse[int]:
    form = f"a whole number of days from {least} to {LONGEST}, or 0 to keep it for ever"

    def read(value: object) -> int | None:
        return value if type(value) is int and (value == 0 or least <= value <= LONGEST) else None

    return reads(form, read)
