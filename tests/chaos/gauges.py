"""What processes use, read from /proc: memory, open files and processor time."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

MB = 1 << 20
_PAGE = os.sysconf("SC_PAGE_SIZE")
_TICK = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True, slots=True)
class Reading:
    """Of one process: resident ``memory`` in MB, open ``files``, how many seconds of a core it was ``busy``, its id."""

    memory: float
    files: int
    busy: float
    pid: int


def read(pid: int) -> Reading:
    """What it uses now. Raises OSError when it is gone."""
    proc = Path("/proc") / str(pid)
    pages = int((proc / "statm").read_text().split()[1])
    fields = (proc / "stat").read_text().rpartition(")")[2].split()
    busy = (int(fields[11]) + int(fields[12])) / _TICK  # utime and stime, proc(5)
    return Reading(pages * _PAGE / MB, len(os.listdir(proc / "fd")), busy, pid)


def busy_under(pid: int) -> float:
    """Seconds of a core that a process and its children, ended or not, used so far."""
    fields = (Path("/proc") / str(pid) / "stat").read_text().rpartition(")")[2].split()
    ended = (int(fields[13]) + int(fields[14])) / _TICK
    children = (Path("/proc") / str(pid) / "task" / str(pid) / "children").read_text().split()
    return read(pid).busy + ended + sum(read(int(child)).busy for child in children)


def shares(before: Mapping[str, float], after: Mapping[str, float], seconds: float) -> str:
    """Of a core each, for people to read."""
    used = ((name, (after[name] - before[name]) / seconds) for name in before)
    return ", ".join(f"{name} {share:.0%}" for name, share in used)


def quantiles(values: Iterable[float]) -> str:
    """Half, nine in ten, 99 of 100 and all are below these, for people to read."""
    ranked = sorted(values)
    return " / ".join(f"{ranked[int((len(ranked) - 1) * share)]:.2f}" for share in (0.5, 0.9, 0.99, 1.0))
