"""The table of docs/performance.md, rendered from the recorded runs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from tests.benches.recording import ROOT

PAGE = ROOT / "docs" / "performance.md"
BEGIN, END = "<!-- table: make bench -->", "<!-- /table -->"


def render_table(runs: Sequence[Mapping[str, Any]]) -> str:
    """Return the Markdown table of all ratios, and one line for each date, commit and machine."""
    rows = [row for sheet in runs for row in _rows(sheet)]
    head = ("| bench | ratio | case | goal | median (lowest to highest) | |", "| --- | --- | --- | --- | --- | --- |")
    return "\n".join((*head, *rows, "", *_origins(runs)))


def place_table(page: str, table: str) -> str:
    """Return the page with the table between its two marks. Raises ValueError if a mark is missing."""
    before, rest = page.split(BEGIN, 1)
    _, after = rest.split(END, 1)
    return f"{before}{BEGIN}\n{table}\n{END}{after}"


def _rows(sheet: Mapping[str, Any]) -> Iterator[str]:
    database = "PostgreSQL" if "PostgreSQL" in str(sheet["settings"].get("database", "")) else ""
    bench = f"{sheet['bench']}, {database}" if database else sheet["bench"]
    for ratio in sheet["ratios"]:
        seen = f"{ratio['median']:g}{_unit(ratio)} ({ratio['low']:g} to {ratio['high']:g})"
        met = {True: "met", False: "missed"}.get(ratio.get("met"), "")
        yield f"| {bench} | {ratio['name']} | {ratio['case']} | {ratio.get('goal', '')} | {seen} | {met} |"


def _unit(ratio: Mapping[str, Any]) -> str:
    return f" {ratio['unit']}" if ratio["unit"] else ""


def _origins(runs: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    for date, commit, machine in sorted({(s["date"], s["commit"], _machine(s)) for s in runs}):
        benches = ", ".join(f"`{s['command']}`" for s in runs if (s["date"], s["commit"]) == (date, commit))
        yield f"Measured on {date} at commit {commit} ({machine}): {benches}."


def _machine(sheet: Mapping[str, Any]) -> str:
    machine, versions = sheet["machine"], sheet["versions"]
    return f"{machine['cores']} cores, {machine['processor']}, Python {versions['Python']}"
