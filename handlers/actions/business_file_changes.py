"""The differences between two business files, shown to the person who applies one."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from datetime import time, timedelta
from typing import Any

from flows.business import Business

_LONGEST = 60
_UNITS = ((timedelta(days=1), "d"), (timedelta(hours=1), "h"), (timedelta(minutes=1), "m"))


def list_differences(before: Business, after: Business) -> list[str]:
    """Format a line for each changed setting: ``recovery.holdout: 0.0 → 0.1``."""
    old, new = (dict(_leaves(_map_named(asdict(business)))) for business in (before, after))
    paths = [*new, *(path for path in old if path not in new)]
    return [_line(path, old.get(path), new.get(path)) for path in paths if old.get(path) != new.get(path)]


def _line(path: str, old: object, new: object) -> str:
    if old is None:
        return f"{path}: {_show_value(new)}"
    return f"{path}: {_show_value(old)} → {_show_value(new)}"


def _map_named(business: dict[str, Any]) -> dict[str, Any]:
    """Return channels, stores and payments by name, so that a new one does not change all after it."""
    channels = {channel["channel"]: channel for channel in business["channels"]}
    stores = {store["provider"]: store for store in business["stores"]}
    payments = {account["provider"]: account for account in business["payments"]}
    return {**business, "channels": channels, "stores": stores, "payments": payments}


def _leaves(value: object, path: str = "") -> Iterator[tuple[str, object]]:
    """Yield every setting with its value, by path; a list of plain values is one setting."""
    if isinstance(value, Mapping):
        for name, inner in value.items():
            yield from _leaves(inner, f"{path}.{name}" if path else str(name))
    elif isinstance(value, list | tuple) and any(isinstance(inner, Mapping) for inner in value):
        for at, inner in enumerate(value, start=1):
            yield from _leaves(inner, f"{path}[{at}]")
    elif value is not None and value not in ("", (), []):
        yield path, value


def _show_value(value: object) -> str:
    if value is None:
        return "none"
    if isinstance(value, timedelta):
        return next((f"{value // unit}{name}" for unit, name in _UNITS if not value % unit), str(value))
    if isinstance(value, time):
        return f"{value:%H:%M}"
    if isinstance(value, list | tuple):
        return ", ".join(map(str, value))
    text = {True: "true", False: "false"}[value] if isinstance(value, bool) else " ".join(str(value).split())
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"


MOST_TOLD = 20  # of one kind: nobody reads more


def cut_lines(lines: Sequence[str], more: str) -> list[str]:
    """Return the first lines, and how many more there are: ``more`` has ``{}`` in place of the number."""
    left = len(lines) - MOST_TOLD
    return [*lines[:MOST_TOLD], *([more.format(left)] if left > 0 else [])]
