"""A table as a file for the staff: CSV that Excel, Sheets and programs read alike."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence

from flows.attachments import Attachment
from flows.folding import folded

_MOST = 60  # characters of a name
_UNFIT = re.compile(r"[^a-z0-9]+")
_FORMULA = ("=", "+", "-", "@", "\t")


def sheet(name: str, head: Sequence[str], rows: Iterable[Sequence[object]]) -> Attachment:
    """A file of these rows, called by the letters of a name; what a spreadsheet would take for a formula is text."""
    written = io.StringIO()
    writer = csv.writer(written, lineterminator="\r\n")  # RFC 4180
    writer.writerow(head)
    writer.writerows([_cell(value) for value in row] for row in rows)
    return Attachment(f"{file_name(name)}.csv", "text/csv", written.getvalue().encode())


def file_name(name: str) -> str:
    """What a file may be called, of any name: "Diwali à vip" is "diwali-a-vip"."""
    return _UNFIT.sub("-", folded(name)).strip("-")[:_MOST].strip("-") or "parley"


def _cell(value: object) -> object:
    """A number as it is; words that begin as a formula does stand behind a mark
    (https://owasp.org/www-community/attacks/CSV_Injection)."""
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA) else value
