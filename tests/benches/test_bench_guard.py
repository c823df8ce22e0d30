"""The guard of speed and the table of docs/performance.md."""

from __future__ import annotations

import pytest

from tests.benches.bench_guard import BENCHES, GUARDED, bench_of, compare, read_baseline
from tests.benches.performance_table import BEGIN, END, PAGE, place_table, render_table
from tests.benches.recording import ratios_of, read_runs, replace_runs

FASTER = "delivery: Parley / bare client, 0 ms"
SMALLER = "idle: resident memory / limit, idle"


@pytest.mark.parametrize(
    ("name", "measured", "holds"),
    [
        pytest.param(FASTER, 0.91, True, id="less speed within the tolerance"),
        pytest.param(FASTER, 0.89, False, id="less speed than the tolerance"),
        pytest.param(FASTER, 5.0, True, id="more speed"),
        pytest.param(SMALLER, 1.09, True, id="more memory within the tolerance"),
        pytest.param(SMALLER, 1.11, False, id="more memory than the tolerance"),
        pytest.param(SMALLER, 0.2, True, id="less memory"),
    ],
)
def test_a_ratio_more_than_a_tenth_worse_fails(name: str, measured: float, holds: bool) -> None:
    baseline = dict.fromkeys(GUARDED, 1.0)
    verdicts = compare(baseline, baseline | {name: measured})
    assert [verdict.name for verdict in verdicts if not verdict.holds] == ([] if holds else [name])


def test_a_ratio_that_was_not_measured_fails() -> None:
    measured = {name: 1.0 for name in GUARDED if name != FASTER}
    assert [v.name for v in compare(dict.fromkeys(GUARDED, 1.0), measured) if not v.holds] == [FASTER]


def test_the_baseline_has_every_guarded_ratio_and_a_bench_for_it() -> None:
    assert read_baseline().keys() == GUARDED.keys()
    assert {bench_of(name) for name in GUARDED} == {bench[0] for bench in BENCHES}


def test_ratios_are_named_by_bench_ratio_and_case() -> None:
    ratio = {"name": "Parley / bare client", "case": "0 ms", "median": 0.2}
    assert ratios_of([{"bench": "delivery", "ratios": [ratio]}]) == {FASTER: 0.2}


def test_a_new_run_replaces_the_older_run_of_its_command() -> None:
    old, other, new = ({"command": command, "date": date} for command, date in (("a", "1"), ("b", "1"), ("a", "2")))
    assert replace_runs([old, other], [new]) == [new, other]
    again = new | {"command": f"{new['command']} --runs 5"}
    assert replace_runs([new, other], [again]) == [again, other]


def test_the_page_shows_the_recorded_runs() -> None:
    page = PAGE.read_text("utf-8")
    assert place_table(page, render_table(read_runs())) == page
    assert page.count(BEGIN) == page.count(END) == 1


def test_every_recorded_run_names_its_commit_and_its_date() -> None:
    assert [run["command"] for run in read_runs() if not (run["commit"] and run["date"])] == []
