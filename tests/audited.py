"""Lines of the audit as tests compare them."""

from __future__ import annotations

import json
from typing import Any


def particulars(row: Any) -> str:
    """What was done to what, with which figures: "shop 0192… amount 600 currency INR"."""
    about = [row.about_kind, str(row.about)] if row.about_kind else []
    return " ".join([*about, *(f"{name} {value}" for name, value in json.loads(row.figures).items())])
