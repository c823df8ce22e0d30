"""Play every transcript on one database; on SQLite everything that comes in is delivered twice."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from _pytest.mark import ParameterSet

from bot.conversations import CONVERSATIONS, EVENTS
from templates.message_library import Library
from tests.transcripts.ear import Differs
from tests.transcripts.runner import Story
from tests.transcripts.script import HERE, Misprint, Script, read
from tests.transcripts.world import world

PLAYS = sorted((HERE / "plays").rglob("*.txt"))
EVERY_DAY = tuple((HERE / "every_day.txt").read_text(encoding="utf-8").split())
"""Plays that together show everything."""


def _name(path: Path) -> str:
    return str(path.relative_to(HERE / "plays").with_suffix(""))


def _path(name: str) -> Path:
    return HERE / "plays" / f"{name}.txt"


def _case(path: Path) -> ParameterSet:
    return pytest.param(path, id=_name(path))


def _note(shown: Path, path: Path) -> Path:
    return shown / f"{_name(path).replace('/', '.')}.json"


async def _play(script: Script, database: str) -> frozenset[str]:
    async with world(script, database) as here:
        story = Story(here)
        await story.play()
        return await story.seen()


@pytest.fixture(autouse=True)
def own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What a service keeps beside a PostgreSQL database lies in the working folder."""
    monkeypatch.chdir(tmp_path)


@pytest.mark.parametrize("path", [_case(path) for path in PLAYS])
async def test_transcript(
    path: Path, server: str | None, database: str, shown: Path, pytestconfig: pytest.Config
) -> None:
    """A webhook that comes again changes nothing: the same things are said where each comes once, and where twice."""
    script = read(path)
    # Once where hardly anything comes in, and that takes long.
    twice = server is None and "told once" not in script.options and not pytestconfig.getoption("quick")
    seen = await _play(replace(script, told_twice=twice), database)
    _note(shown, path).write_text(json.dumps(sorted(seen)))


@pytest.fixture
def shown(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where all processes of a test run note what their transcripts showed."""
    root = tmp_path_factory.getbasetemp()
    folder = (root.parent if root.name.startswith("popen-") else root) / "transcripts"
    folder.mkdir(exist_ok=True)
    return folder


@pytest.mark.last  # by then most of these plays were played, and few have to be played again
async def test_everything_has_a_transcript(shown: Path, migrated_file: Path, tmp_path: Path) -> None:
    """A kind of event, a flow or a text that nobody has shown in a conversation is not known to work in one."""
    events = {f"event {name}" for name in EVENTS.names} | {f"event {kind}" for kind in CONVERSATIONS.told}
    flows = {f"flow {flow.name}" for flow in CONVERSATIONS.flows.values()}
    texts = {f"text {name}" for name in Library.load().names()}
    read_as_another = {"event cart.abandoned"}  # it is a cart.updated: when a cart is abandoned, we say
    # What plays cannot open: tests/delivery/test_end_links.py, test_opens.py and test_mail_opt_in.py.
    by_a_page = {"event marketing.ended", "event message.opened", "text opt_in_mail"}
    missing = (events | flows | texts) - read_as_another - by_a_page
    left = []
    for path in map(_path, EVERY_DAY):
        if _note(shown, path).exists():
            missing -= set(json.loads(_note(shown, path).read_text()))
        else:
            left.append(path)
    for path in left if missing else ():
        own = tmp_path / f"{_name(path).replace('/', '.')}.db"  # beside one that was played stands its journal
        missing -= await _play(read(path), f"sqlite:///{shutil.copy(migrated_file, own)}")
    assert missing == set(), "no play that every_day.txt names shows it: add one to it that does"


@pytest.mark.parametrize("server", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    ("said", "instead", "complaint"),
    [
        pytest.param("left Blue kurta and", "lost Blue kurta and", "it says", id="another text"),
        pytest.param("dana> YES\n", "", "before this, there was nothing|nothing came", id="a line less"),
        pytest.param("dana clicks", "dana dances", "no line is written like this", id="an unknown line"),
        pytest.param("revenue 64.00,", "revenue 65.00,", "revenue is 64.00", id="another figure"),
        pytest.param("Mon 09:30 CST", "Mon 09:31 CST", "it came already", id="another time"),
        pytest.param("\nMon 09:30 CST\ndana< ", "\nMon 09:30 CST\n# dana< ", "before this, there was", id="unheard"),
        pytest.param("2026-03-02", "2026-03-03", "is a Tue", id="another weekday"),
        pytest.param("CST", "CDT", "the clocks there show CST", id="another season"),
    ],
)
async def test_the_runner_notices(said: str, instead: str, complaint: str, database: str, tmp_path: Path) -> None:
    """The tests above are worth something only if a transcript that is not so fails."""
    text = (HERE / "plays/recovery/step_1.txt").read_text(encoding="utf-8")
    assert said in text
    (tmp_path / "changed.txt").write_text(text.replace(said, instead), encoding="utf-8")
    with pytest.raises((Differs, Misprint), match=complaint):
        await _play(read(tmp_path / "changed.txt"), database)
