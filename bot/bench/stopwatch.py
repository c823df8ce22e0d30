"""Measuring: the stopwatch, the machine, and summaries of many values. No decision depends on times read here."""

from __future__ import annotations

import math
import os
import platform
import sqlite3
import time
from collections.abc import Iterable, Sequence
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

GIGABYTE = 1024**3
LIBRARIES = ("aiohttp", "aiosqlite", "asyncpg", "SQLAlchemy", "twilio", "structlog")


def read_stopwatch() -> float:
    """Return the seconds since a moment that is the same for all processes of this machine."""
    return time.monotonic()


def describe_machine() -> dict[str, str]:
    """Return the machine's processors, memory and system."""
    return {
        "processor": _processor(),
        "cores": str(len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()),
        "memory": f"{os.sysconf('SC_PAGE_SIZE') * os.sysconf('SC_PHYS_PAGES') / GIGABYTE:.1f} GiB",
        "system": platform.platform(),
    }


def list_versions(libraries: Iterable[str] = LIBRARIES) -> dict[str, str]:
    """Return the versions of Python, SQLite and these libraries, if installed."""
    found = {"Python": platform.python_version(), "SQLite": sqlite3.sqlite_version}
    for library in libraries:
        try:
            found[library] = version(library)
        except PackageNotFoundError:
            continue
    return found


def find_percentile(values: Sequence[float], share: float) -> float:
    """Return the smallest value that at least ``share`` of the values do not exceed (nearest rank). Raises ValueError
    if there are none."""
    if not values:
        raise ValueError("no values to take a percentile of")
    ranked = sorted(values)
    return ranked[max(0, math.ceil(len(ranked) * share) - 1)]


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        return platform.processor() or platform.machine()
    named = (line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    return next(named, platform.machine())
