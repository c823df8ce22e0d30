"""The wheel as users install it: built from the sdist, in an environment of its own, with the commands it brings."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import sysconfig
import tarfile
import tomllib
import venv
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from aiohttp import ClientError, ClientSession
from uv import find_uv_bin

from tests.processes.waiting import until
from tests.providers.peers import free_port

ROOT = Path(__file__).parents[2]
ENVIRON = {name: value for name, value in os.environ.items() if not name.startswith(("PARLEY_", "PYTHON"))}
PATIENCE = 240  # seconds for a month of sample data on a slow machine


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the programs of an environment that has the wheel, and sees the locked libraries."""
    folder = tmp_path_factory.mktemp("dist")
    _run(sys.executable, "-m", "hatchling", "build", "-t", "sdist", "-d", str(folder), cwd=ROOT)
    (sdist,) = folder.glob("*.tar.gz")
    with tarfile.open(sdist) as packed:
        packed.extractall(folder, filter="data")
    source = folder / sdist.name.removesuffix(".tar.gz")
    _run(sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder), cwd=source)
    (wheel,) = folder.glob("*.whl")
    made = folder / "venv"
    venv.create(made)
    inside = sysconfig.get_path("purelib", "venv", {"base": str(made), "platbase": str(made)})
    # A folder that a .pth file names is searched last, and its own .pth files are not read: no clone is found by them.
    Path(inside, "locked.pth").write_text(sysconfig.get_path("purelib"))
    python = str(made / "bin" / "python")
    _run(find_uv_bin(), "pip", "install", "-q", "--offline", "--no-deps", "--python", python, str(wheel), cwd=folder)
    return made / "bin"


def _run(*command: str, cwd: Path) -> str:
    ended = subprocess.run(command, cwd=cwd, env=ENVIRON, capture_output=True, text=True, timeout=120, check=False)
    assert ended.returncode == 0, ended.stderr
    return ended.stdout


def test_the_wheel_says_its_version(installed: Path, tmp_path: Path) -> None:
    version = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["version"]
    assert _run(str(installed / "parley"), "--version", cwd=tmp_path) == f"{version}\n"


@pytest.mark.long
async def test_the_wheel_plays_the_demo(installed: Path, tmp_path: Path) -> None:
    port, log = free_port(), tmp_path / "demo.log"
    with _demo(installed, port, log):
        page = await until("the demo's page", lambda: _page(port), PATIENCE, lambda: log.read_text()[-3000:])
    assert "<title>" in page


@contextmanager
def _demo(installed: Path, port: int, log: Path) -> Iterator[None]:
    """``parley demo`` in the log's folder, until the block ends."""
    with log.open("w") as out:
        command = [str(installed / "parley"), "demo", "--no-open", "--port", str(port)]
        with subprocess.Popen(command, cwd=log.parent, env=ENVIRON, stdout=out, stderr=out) as demo:
            try:
                yield
            finally:
                demo.send_signal(signal.SIGTERM)


async def _page(port: int) -> str:
    try:
        async with ClientSession() as session, session.get(f"http://127.0.0.1:{port}/") as answer:
            return await answer.text() if answer.status == 200 else ""
    except (ClientError, OSError):
        return ""
