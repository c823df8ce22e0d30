"""What a newcomer's first commands rest on: the lock files, the wheel's contents, and flows that need nothing."""

import ast
import re
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest
from hatchling.builders.wheel import WheelBuilder

from tests.cases import each

ROOT = Path(__file__).parents[1]
LOCKS = ["requirements.lock", "requirements-dev.lock"]
SOLVER = ROOT / "flows" / "sourcing" / "planning" / "highs_split.py"
ROOMS = ["bot", "handlers", "flows", "storage", "templates"]


def locked(lock: str) -> dict[str, str]:
    """The version of each package in a lock file, by its name."""
    return dict(re.findall(r"^([a-z0-9._-]+)==([^\s;]+)", (ROOT / lock).read_text(), re.MULTILINE | re.IGNORECASE))


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_names_no_place_to_download_from(lock: str) -> None:
    assert re.findall(r"://|^\s*-", (ROOT / lock).read_text().replace("    --hash=sha256:", ""), re.MULTILINE) == []


@pytest.mark.parametrize("lock", LOCKS)
def test_every_locked_package_has_hashes(lock: str) -> None:
    entries = re.split(r"\n(?=\S)", (ROOT / lock).read_text().strip())
    assert [entry.splitlines()[0] for entry in entries if "--hash=sha256:" not in entry] == []


def test_tests_run_on_the_versions_of_production() -> None:
    development = locked("requirements-dev.lock")
    assert {name: development.get(name) for name in locked("requirements.lock")} == locked("requirements.lock")


def test_every_dependency_is_locked() -> None:
    named = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["dependencies"]
    names = {re.split(r"[\[<>=]", requirement)[0].lower() for requirement in named}
    assert names - locked("requirements.lock").keys() == set()


def test_the_wheel_holds_every_file_of_the_rooms(tmp_path: Path) -> None:
    wheel = next(WheelBuilder(str(ROOT)).build(directory=str(tmp_path), versions=["standard"]))
    packed = {name for name in zipfile.ZipFile(wheel).namelist() if name.split("/")[0] in ROOMS}
    assert packed == {path.relative_to(ROOT).as_posix() for room in ROOMS for path in source_files(ROOT / room)}


def source_files(folder: Path) -> list[Path]:
    """The files of a room: code, texts, pages, data and migrations, without what Python and the system leave."""
    files = (path for path in folder.rglob("*") if path.is_file())
    return [path for path in files if "__pycache__" not in path.parts and path.name != ".DS_Store"]


@each("path", sorted((ROOT / "flows").rglob("*.py")), ids=lambda p: p.relative_to(ROOT).as_posix())
def test_flows_import_the_standard_library_alone(path: Path) -> None:
    allowed = {"numpy", "scipy"} if path == SOLVER else set()
    assert imported_packages(path) - sys.stdlib_module_names - {"flows"} == allowed


def test_the_solver_is_imported_when_it_is_called() -> None:
    modules = (
        "import flows.sourcing.planning.split_solver, sys; print(*sorted({'numpy', 'scipy'} & sys.modules.keys()))"
    )
    assert subprocess.run([sys.executable, "-c", modules], cwd=ROOT, capture_output=True, text=True).stdout == "\n"


def imported_packages(path: Path) -> set[str]:
    """The top-level packages that a module imports by their full name, wherever in it."""
    nodes = list(ast.walk(ast.parse(path.read_text(encoding="utf-8"))))
    plain = {alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names}
    named = {node.module or "" for node in nodes if isinstance(node, ast.ImportFrom) and node.level == 0}
    return {name.split(".")[0] for name in plain | named}


def test_nothing_that_a_run_leaves_behind_is_part_of_the_project() -> None:
    if not (ROOT / ".git").exists():
        pytest.skip("this is no clone, so nothing is tracked here")
    tracked = ["git", "-C", str(ROOT), "ls-files", "--cached", "--ignored", "--exclude-standard"]
    assert subprocess.run(tracked, capture_output=True, text=True, check=True).stdout == ""
