"""Memory of processes as the system tells it (proc(5)); None where it tells none."""

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
    """The most that some processes and all they started held together, in MB.

    ``peak`` adds up what each held at most (VmHWM), and so counts what several share more than once; ``fair`` is the
    largest sum that was seen with shared pages divided among those who share them (Pss).
    """

    peak: float | None = None
    fair: float | None = None

    def look(self, roots: Sequence[int]) -> None:
        """Look at them now."""
        everybody = [process for root in roots for process in list_family(root)]
        self.peak = _find_larger(self.peak, [_read_line(f"{process}/status", "VmHWM") for process in everybody])
        self.fair = _find_larger(self.fair, [_read_line(f"{process}/smaps_rollup", "Pss") for process in everybody])


@asynccontextmanager
async def watch_memory(roots: Sequence[int]) -> AsyncIterator[HeldMemory]:
    """Looked at until the block ends, from beside."""
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
    """Return the most that one process has held at once (VmHWM), in MB."""
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
    """Return a line of kilobytes under /proc."""
    try:
        lines = (Path("/proc") / file).read_text(encoding="utf-8").splitlines()
    except OSError:
        return None
    found = (line for line in lines if line.startswith(f"{field}:"))
    return next((int(line.split()[1]) * 1024 / MEGABYTE for line in found), None)
