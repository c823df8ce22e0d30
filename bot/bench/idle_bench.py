"""``bench idle``: the memory of an idle ``parley serve``, and the time of the imports that it needs to start.

Python itself times the imports (``-X importtime``) up to the first answered request. They are compared with importing
every third-party module that any module of ours names.
"""

from __future__ import annotations

import ast
import asyncio
import re
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path

from aiohttp import ClientError, ClientSession

from bot.bench import bench_shop, child_process, process_memory, stopwatch
from bot.bench.bench_sheet import Sheet, at_most

SERVE, EVERYTHING, LIMIT = "parley serve", "every dependency", "limit"
RESIDENT, IMPORTS = "resident memory", "imports"
ROOMS = ("bot", "handlers", "flows", "storage", "templates")
LARGEST = 90.0  # MB that an idle service may hold
_QUIET = 3.0  # seconds after the first answer until it is taken to be idle
_PATIENCE = 120.0
_GLANCE = 0.1
_LINE = re.compile(r"^import time:\s+(\d+) \|", re.MULTILINE)


class SilentService(Exception):
    """The service did not answer; the message holds its last output."""


async def measure_idle(runs: int) -> Sheet:
    """Run the benchmark and return its sheet, after one start that writes bytecode and sets up the database. Raises
    SilentService."""
    sheet = Sheet("idle", {"database": "SQLite", "runs": runs, "idle after (s)": _QUIET})
    names = sorted(list_dependencies())
    with bench_shop.make_folder() as folder:
        await bench_shop.prepare_business(f"sqlite:///{folder}/parley.db")
        async with _run_service(folder, []):
            pass
        for _ in range(runs):
            sheet.note(SERVE, "idle", RESIDENT, "MB", await _resident(folder))
            nothing = await _measure_import(folder, "pass")
            sheet.note(SERVE, "start", IMPORTS, "ms", await _imports_of_serve(folder) - nothing)
            everything = "\n".join(f"import {name}" for name in names)
            sheet.note(EVERYTHING, "start", IMPORTS, "ms", await _measure_import(folder, everything) - nothing)
            sheet.note(LIMIT, "idle", RESIDENT, "MB", LARGEST)
    sheet.compare("resident memory / limit", (SERVE, "idle", RESIDENT), (LIMIT, "idle", RESIDENT), at_most(1))
    over, under = (SERVE, "start", IMPORTS), (EVERYTHING, "start", IMPORTS)
    sheet.compare("imports: serve / every dependency", over, under, at_most(0.5))
    return sheet


_BYTECODE = {"PYTHONDONTWRITEBYTECODE": ""}  # else each start compiles our modules, and finds those of others compiled
_STUBS = "_typeshed"  # types for type checkers alone; no module has this name at run time


def list_dependencies() -> set[str]:
    """Return every installed third-party module that a module of ours imports, also inside functions."""
    found = {name for file in _sources() for name in _list_names(file)}
    return {name for name in found if name.partition(".")[0] not in {*ROOMS, *sys.stdlib_module_names, _STUBS}}


def _sources() -> Iterator[Path]:
    """Yield our own source files; benchmarks and migrations are no part of the service."""
    for room in ROOMS:
        for file in (child_process.ROOT / room).rglob("*.py"):
            if not {"bench", "migrations"} & set(file.relative_to(child_process.ROOT).parts):
                yield file


def _list_names(file: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
            yield node.module


async def _resident(folder: Path) -> float | None:
    """Return the service's memory in MB, ``_QUIET`` seconds after an answer."""
    async with _run_service(folder, []) as process:
        await asyncio.sleep(_QUIET)
        return process_memory.measure_resident(process.pid)


async def _imports_of_serve(folder: Path) -> float:
    """Return milliseconds that the service spends importing until its first answer."""
    async with _run_service(folder, ["-X", "importtime"]):
        pass
    return _sum_spent(_log(folder).read_text(encoding="utf-8", errors="replace"))


async def _measure_import(folder: Path, code: str) -> float:
    """Return the milliseconds that some code spends importing, Python's own start included."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-X", "importtime", "-c", code, cwd=folder, stderr=asyncio.subprocess.PIPE
    )
    _, told = await process.communicate()
    if process.returncode:
        raise SilentService(f"importing failed: {told.decode(errors='replace')[-500:]}")
    return _sum_spent(told.decode(errors="replace"))


def _sum_spent(told: str) -> float:
    """Return the sum of each module's own import time, in milliseconds; Python reports microseconds."""
    return sum(int(own) for own in _LINE.findall(told)) / 1000


@asynccontextmanager
async def _run_service(folder: Path, options: list[str]) -> AsyncIterator[asyncio.subprocess.Process]:
    """Run a service; yield once ``/healthz`` answers. Raises SilentService."""
    port = child_process.find_free_port()
    environ = bench_shop.make_environment(f"sqlite:///{folder}/parley.db", PARLEY_PORT=str(port))
    with _log(folder).open("wb") as log:
        process = await asyncio.create_subprocess_exec(
            *[sys.executable, *options, "-m", "bot", "serve"],
            cwd=folder,
            env=child_process.make_environment(environ | _BYTECODE),
            stdout=log,
            stderr=log,
        )
    try:
        await _wait_until_answering(process, port, folder)
        yield process
    finally:
        with suppress(ProcessLookupError):
            process.terminate()
        await process.wait()


async def _wait_until_answering(process: asyncio.subprocess.Process, port: int, folder: Path) -> None:
    ends = stopwatch.read_stopwatch() + _PATIENCE
    async with ClientSession() as session:
        while process.returncode is None and stopwatch.read_stopwatch() < ends:
            with suppress(ClientError, OSError):
                async with session.get(f"http://127.0.0.1:{port}/healthz") as answer:
                    if answer.status == 200:
                        return
            await asyncio.sleep(_GLANCE)
    raise SilentService(f"parley serve does not answer: {_log(folder).read_text(errors='replace')[-500:]}")


def _log(folder: Path) -> Path:
    return folder / "serve.log"
