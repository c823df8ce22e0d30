"""A table as jobs write it: a CSV in parts, of which the first has the heads."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

_MARK = "\ufeff"  # without it Excel takes UTF-8 for the machine's own letters


def csv_part(
    rows: Iterable[Sequence[str]], heads: Sequence[str], *, first: bool, separator: str = ",", errors: str = "strict"
) -> bytes:
    """Some rows in UTF-8, below the ``heads`` where it is the ``first`` part; ``errors`` as ``str.encode`` has them."""
    text = io.StringIO()
    lines = csv.writer(text, delimiter=separator)
    if first:
        text.write(_MARK)
        lines.writerow(heads)
    lines.writerows(rows)
    return text.getvalue().encode("utf-8", errors)
