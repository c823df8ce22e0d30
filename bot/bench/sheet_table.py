"""A benchmark's sheet as a readable table."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from bot.bench.bench_sheet import Sheet


def render(sheet: Sheet) -> str:
    """Format the machine, the settings, every figure with its range, and the ratios with their goals."""
    told = sheet.to_json()
    runs = max((len(one["runs"]) for one in told["figures"]), default=0)
    parts = [
        f"parley bench {sheet.bench}: median of {runs} runs (lowest to highest)",
        "\n".join(_lines({**told["machine"], **told["versions"]}.items())),
        "\n".join(_lines(told["settings"].items())),
        _table(("who", "case", "what", "median", "range"), [_figure(one) for one in told["figures"]]),
        _table(("ratio", "case", "median", "range", "goal"), [_ratio(one) for one in told["ratios"]]),
        "\n".join(f"not measured: {who}: {reason}" for who, reason in sheet.skipped.items()),
    ]
    return "\n\n".join(part for part in parts if part)


def _figure(one: dict[str, Any]) -> Sequence[str]:
    return one["who"], one["case"], one["name"], f"{one['median']:,g} {one['unit']}", _range(one)


def _ratio(one: dict[str, Any]) -> Sequence[str]:
    goal = f"{one['goal']} {'met' if one['met'] else 'missed'}" if "goal" in one else ""
    return one["name"], one["case"], f"{one['median']:,g} {one['unit']}".strip(), _range(one), goal


def _range(one: dict[str, Any]) -> str:
    return f"{one['low']:,g} to {one['high']:,g}"


def _lines(pairs: Iterable[tuple[str, Any]]) -> Iterable[str]:
    return (f"{name}: {value}" for name, value in pairs)


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    if not rows:
        return ""
    widths = [max(len(row[column]) for row in (head, *rows)) for column in range(len(head))]
    lines = [head, tuple("-" * width for width in widths), *rows]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip() for line in lines
    )
