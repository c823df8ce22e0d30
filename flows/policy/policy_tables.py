"""The packaged tables (`data/`), as rows."""

from __future__ import annotations

import csv
from importlib.resources import files
from importlib.resources.abc import Traversable


def get_folder() -> Traversable:
    """Return the folder of the tables."""
    return files("flows.policy") / "data"


def rows(table: str) -> list[dict[str, str]]:
    """Return every row of `data/{table}.csv` by column names; the file is read each time."""
    text = (get_folder() / f"{table}.csv").read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))
