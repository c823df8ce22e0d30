"""Memory of processes as the system reports it (proc(5)); None if it reports none."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

MEGABYTE = 1024 * 1024
LOOK = 0.2  # seconds between two looks; one takes a millisecond or two


@dataclass(slots=True)
class HeldMemory:
    """The peak memory of some processes and their descendants together, in MB.

    ``peak`` adds up each process's own peak (VmHWM), so it counts shared pages several times; ``fair`` is the largest
    sum seen with shared pages divided among their users (Pss).
    """

    peak: float | None = None
    fair: float | None = None

    def look(self, roots: Sequence[int]) -> None:
        """Update both figures from the processes' present memory."""
        everybody = [process for root in roots for process in list_family(root)]
        self.peak = _find_larger(self.peak, [_read_line(f"{process}/status", "VmHWM") for process in everybody])
        self.fair = _find_larger(self.fair, [_read_line(f"{process}/smaps_rollup", "Pss") for process in everybody])


@asynccontextmanager
async def watch_memory(roots: Sequence[int]) -> AsyncIterator[HeldMemory]:
    """Yield the memory of some processes, measured in the background until the block ends."""
    held = HeldMemory()
    task = asyncio.create_task(_watch(held, roots), name="memory")
    try:
        yield held
        held.look(roots)
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


def measure_peak(process: int | str = "self") -> float | None:
    """Return the peak memory of one process (VmHWM), in MB."""
    return _read_line(f"{process}/status", "VmHWM")


def measure_resident(process: int | str = "self") -> float | None:
    """Return a process's present memory (VmRSS), in MB."""
    return _read_line(f"{process}/status", "VmRSS")


def list_family(root: int) -> list[int]:
    """Return a process and its descendants."""
    found = [root]
    for process in found:
        try:
            children = Path(f"/proc/{process}/task/{process}/children").read_text(encoding="ascii")
        except OSError:
            continue
        found += [int(child) for child in children.split()]
    return found


async def _watch(held: HeldMemory, roots: Sequence[int]) -> None:
    while True:
        held.look(roots)
        await asyncio.sleep(LOOK)


def _find_larger(known: float | None, parts: Sequence[float | None]) -> float | None:
    told = [part for part in parts if part is not None]
    return max(known or 0.0, sum(told)) if told else known


def _read_line(file: str, field: str) -> float | None:
    """Return the value of a line under /proc that is in kilobytes."""
    try:
        lines = (Path("/proc") / file).read_text(encoding="utf-8").splitlines()
    except OSError:
        return None
    found = (line for line in lines if line.startswith(f"{field}:"))
    return next((int(line.split()[1]) * 1024 / MEGABYTE for line in found), None)
