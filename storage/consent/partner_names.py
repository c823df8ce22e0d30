"""The partners that a consent to partner offers names, as written; two spellings of one name are one partner."""

from __future__ import annotations

import json
from collections.abc import Iterable

from flows.name_folding import fold_name


def join_names(known: Iterable[str], more: Iterable[str]) -> tuple[str, ...]:
    """Return all names once, in order, in their first spelling. Names without letters name nobody and are left out."""
    first: dict[str, str] = {}
    for name in (*known, *more):
        first.setdefault(fold_name(name), name)
    return tuple(name for folded, name in first.items() if folded)


def fold_names(names: Iterable[str]) -> frozenset[str]:
    """Return the names in compared form; a name without a letter is left out."""
    return frozenset(filter(None, map(fold_name, names)))


def dump_names(names: Iterable[str]) -> str | None:
    """Return names as the JSON of a column; None for no names."""
    listed = list(names)
    return json.dumps(listed, ensure_ascii=False) if listed else None


def read_names(text: str | None) -> tuple[str, ...]:
    """Return the names that ``dump_names`` wrote."""
    return tuple(json.loads(text)) if text else ()
