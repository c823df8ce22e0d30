"""How shops' exports call their columns, by what these hold: the table of ``data/heads.csv``."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from flows.finding import words

PREFIXES = (
    "default address ", "shipping address ", "billing address ", "shipping ", "billing ", "primary ", "contact ",
    "customer ", "client ", "cliente ", "buyer ", "guest ",
)  # fmt: skip
"""What may stand before the name of a field, and makes a column less likely than one without it."""


@cache
def heads() -> Mapping[str, tuple[str, int]]:
    """Each head that is known, with its field and its place among all, the likeliest first."""
    text = (files("flows.importing") / "data" / "heads.csv").read_text(encoding="utf-8")
    rows = csv.DictReader(text.splitlines())
    return {" ".join(words(row["head"])): (row["field"], place) for place, row in enumerate(rows)}
