"""How far a command is: one line that is written over on a screen, a line for each tenth elsewhere."""

from __future__ import annotations

import sys

import pytest

from bot.commands.progress import Bar, format_figures, number


def counted(many: int, of: int) -> None:
    with Bar(of, "rows") as bar:
        for _ in range(many):
            bar.step()


def test_a_file_gets_a_line_for_each_tenth(capsys: pytest.CaptureFixture[str]) -> None:
    counted(20_000, 20_000)
    lines = capsys.readouterr().err.splitlines()
    assert (len(lines), lines[0], lines[-1]) == (
        10,
        "[###                           ]  10%  2 000 of 20 000 rows",
        "[##############################] 100%  20 000 of 20 000 rows",
    )


def test_little_work_needs_no_line(capsys: pytest.CaptureFixture[str]) -> None:
    counted(30, 30)
    assert capsys.readouterr().err == ""


def test_a_screen_gets_one_line_that_ends_where_the_work_does(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    counted(2_500, 5_000)
    written = capsys.readouterr().err
    assert (written.count("\r"), written.count("\n"), written.endswith("\n")) == (3, 1, True)
    assert " 50%  2 500 of 5 000 rows" in written.rpartition("\r")[2]


def test_numbers_are_read_at_a_glance() -> None:
    assert (number(4812), format_figures({"new": 1_000_000, "refused": 0})) == ("4 812", "1 000 000 new, 0 refused")
