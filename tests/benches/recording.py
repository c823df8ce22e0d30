"""Runs of `parley bench` as JSON, each with its date and commit."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
RUNS = ROOT / "docs" / "performance.json"
"""The recorded runs: sheets as ``parley bench --json`` prints them, with ``command``, ``date`` and ``commit``."""


class BenchFailed(Exception):
    """A bench ended with an error. The text is its command and what it wrote."""


def run_bench(arguments: Sequence[str]) -> dict[str, Any]:
    """Run one bench and return its sheet with ``command``, ``date`` and ``commit``. Raises BenchFailed."""
    command = (sys.executable, "-m", "bot", "bench", *arguments, "--json")
    ended = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    if ended.returncode:
        raise BenchFailed(f"parley bench {' '.join(arguments)} ended with {ended.returncode}:\n{ended.stderr[-2000:]}")
    sheet: dict[str, Any] = json.loads(ended.stdout)
    return {
        "command": " ".join(arguments),
        "date": datetime.now(UTC).date().isoformat(),
        "commit": _commit(),
        **sheet,
    }


def ratios_of(sheets: Iterable[Mapping[str, Any]]) -> dict[str, float]:
    """Return the median of each ratio under its full name: the bench, the ratio and its case."""
    return {
        f"{sheet['bench']}: {ratio['name']}, {ratio['case']}": ratio["median"]
        for sheet in sheets
        for ratio in sheet["ratios"]
    }


def read_runs() -> list[dict[str, Any]]:
    """Return the recorded runs."""
    runs: list[dict[str, Any]] = json.loads(RUNS.read_text("utf-8"))
    return runs


def replace_runs(kept: Sequence[dict[str, Any]], new: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the runs with each new one in the place of an older run of the same command, however often it ran."""
    commands = {_drop_runs(sheet) for sheet in new}
    return sorted([*(sheet for sheet in kept if _drop_runs(sheet) not in commands), *new], key=lambda s: s["command"])


def _drop_runs(sheet: Mapping[str, Any]) -> str:
    return re.sub(r" --runs \d+", "", sheet["command"])


def _commit() -> str:
    command = ("git", "rev-parse", "--short=9", "HEAD")
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout.strip()
