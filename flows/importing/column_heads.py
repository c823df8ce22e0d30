"""The heads of columns in shops' exports, by field: the tables of ``data``."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from flows.search_words import words

PREFIXES = (
    "default address ", "shipping address ", "billing address ", "shipping ", "billing ", "primary ", "contact ",
    "customer ", "client ", "cliente ", "buyer ", "guest ",
)  # fmt: skip
"""Prefixes of a field's name; a column with one is less likely than one without."""
PRICED_IN = frozenset({
    "aed", "ars", "aud", "brl", "cad", "chf", "clp", "cop", "eur", "gbp", "inr", "jpy", "mxn", "nzd", "pen", "sgd",
    "usd", "zar",
})  # fmt: skip
"""Currencies at the end of an amount column's head: amount_usd."""


@cache
def load_heads(table: str = "heads.csv") -> Mapping[str, tuple[str, int]]:
    """Return each known head with its field and its rank among all, the likeliest first; ``table`` is the name of the
    list."""
    text = (files("flows.importing") / "data" / table).read_text(encoding="utf-8")
    rows = csv.DictReader(text.splitlines())
    known = {" ".join(words(row["head"])): (row["field"], place) for place, row in enumerate(rows)}
    joined = {head.replace(" ", ""): told for head, told in reversed(known.items())}
    return joined | known  # "PhoneNumber" is "phone number"
