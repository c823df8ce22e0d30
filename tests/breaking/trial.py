"""A copy of a tree in which one rule at a time is broken, and the tests that are run there, the nearest first."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests.breaking.rules import Place

NEAR, ROOM, PLAYS, ALL = "near", "room", "plays", "all"
STAGES = (NEAR, ROOM, PLAYS, ALL)
_SECONDS = 120  # a rule that is broken may let a test wait for ever
_PLAYS = Path("tests/transcripts")
_NONE_FAILED = {pytest.ExitCode.OK, pytest.ExitCode.NO_TESTS_COLLECTED}


@dataclass(frozen=True, slots=True)
class Caught:
    """The first test that noticed, and at which stage."""

    test: str
    stage: str


@dataclass(slots=True)
class Trial:
    """``copy`` is the tree that is broken; ``unsound`` are tests that fail there whether it is broken or not."""

    copy: Path
    jobs: int
    unsound: set[str] = field(default_factory=set)

    def run(self, place: Place, stages: Sequence[str] = STAGES) -> Caught | None:
        """Break a rule, run the tests stage by stage until one notices, and mend it; None where none does."""
        done: list[Path] = []
        for stage in stages:
            paths = [path for path in self._paths(stage, place.module) if path not in done]
            with self._broken(place):
                failed = self._failed(paths, done) if paths else None
            while failed is not None and not self._notices(failed, place):
                with self._broken(place):
                    failed = self._failed(paths, done)
            if failed is not None:
                return Caught(failed, stage)
            done += paths
        return None

    def _paths(self, stage: str, module: Path) -> list[Path]:
        """What a stage runs, relative to the tree."""
        if stage == ALL:
            return [Path("tests")]
        if stage == PLAYS:
            return [_PLAYS]
        if stage == ROOM:
            return [Path("tests", module.parts[0])]
        folder, names = Path("tests", *module.parts[:-1]), [module.stem]
        while not (self.copy / folder).is_dir():
            names.append(folder.name)
            folder = folder.parent
        if own := [file for name in names for file in (self.copy / folder).glob(f"test_{name}*.py")]:
            beside = (self.copy / folder).glob(f"test_{folder.name}*.py")
            return [file.relative_to(self.copy) for file in sorted({*own, *beside})]
        return [folder, *([folder.parent] if len(folder.parts) > 2 else [])]

    def _notices(self, test: str, place: Place) -> bool:
        """Whether a test passes where nothing is broken and fails once more where the rule is: it is not by chance."""
        if not (self.copy / test.partition("::")[0]).exists():
            return True  # no test, but pytest itself could not go on
        passes = self._failed([Path(test)], ()) is None
        with self._broken(place):
            fails = self._failed([Path(test)], ()) is not None
        if not (passes and fails):
            self.unsound.add(test)
        return passes and fails

    def _failed(self, paths: Sequence[Path], but: Sequence[Path]) -> str | None:
        """Run tests up to the first that fails, which is named."""
        cache = self.copy / ".broken_cache"
        shutil.rmtree(cache, ignore_errors=True)
        passed_over = [f"--ignore={path}" for path in but] + [f"--deselect={test}" for test in self.unsound]
        options = ["-x", "-q", "-n", str(self.jobs), "-o", f"cache_dir={cache}", "-o", f"timeout={_SECONDS}"]
        command = [sys.executable, "-m", "pytest", *options, *passed_over, *map(str, paths)]
        environment = {**os.environ, "PYTHONPATH": str(self.copy)}
        ended = subprocess.run(command, cwd=self.copy, env=environment, capture_output=True, check=False).returncode
        noted = cache / "v/cache/lastfailed"
        if noted.exists():
            return str(next(iter(json.loads(noted.read_text(encoding="utf-8")))))
        return None if ended in _NONE_FAILED else f"pytest ended with {ended}"

    @contextmanager
    def _broken(self, place: Place) -> Iterator[None]:
        module = self.copy / place.module
        module.write_text(place.broken, encoding="utf-8")
        try:
            yield
        finally:
            module.write_text(place.sound, encoding="utf-8")


def copy_tree(tree: Path, to: Path) -> None:
    """Copy what of a checkout is not ignored."""
    listed = ["git", "-C", str(tree), "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    names = subprocess.run(listed, check=True, capture_output=True, text=True).stdout.split("\0")
    for name in filter(None, names):
        if (tree / name).is_file():
            (to / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(tree / name, to / name)
