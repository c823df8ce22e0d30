"""`make bench` records benches for docs/performance.md; `make bench-guard` compares short ones with the baseline."""

from __future__ import annotations

import json
import shlex
import sys
from collections.abc import Mapping, Sequence

import click

from tests.benches.bench_guard import BASELINE, BENCHES, GUARDED, Verdict, bench_of, compare, read_baseline
from tests.benches.performance_table import PAGE, place_table, render_table
from tests.benches.recording import RUNS, BenchFailed, ratios_of, read_runs, replace_runs, run_bench


@click.group()
def main() -> None:
    """Run benches on a quiet machine and compare or record them."""


@main.command()
@click.option("--write", is_flag=True, help="Write the measured ratios as the new baseline instead.")
def guard(*, write: bool) -> None:
    """Compare short benches with the baseline; a ratio more than 10 % worse fails, after a second look."""
    measured = _measure(BENCHES)
    if write:
        _write_baseline(measured)
        return
    verdicts = compare(read_baseline(), measured)
    again = {bench_of(verdict.name) for verdict in verdicts if not verdict.holds}
    if again:
        click.echo(f"worse than the baseline, measured again: {', '.join(sorted(again))}", err=True)
        measured |= _measure([bench for bench in BENCHES if bench[0] in again])
        verdicts = compare(read_baseline(), measured)
    click.echo("\n".join(_line(verdict) for verdict in verdicts))
    if not all(verdict.holds for verdict in verdicts):
        sys.exit(1)


@main.command()
@click.argument("benches", nargs=-1, metavar="'BENCH OPTIONS'…")
def record(benches: Sequence[str]) -> None:
    """Run benches, each named with its options in quotes, and renew docs/performance.json and the table."""
    try:
        new = [run_bench(shlex.split(bench)) for bench in benches]
    except BenchFailed as failed:
        raise click.ClickException(str(failed)) from None
    runs = replace_runs(read_runs(), new)
    RUNS.write_text(json.dumps(runs, indent=1, ensure_ascii=False) + "\n", "utf-8")
    PAGE.write_text(place_table(PAGE.read_text("utf-8"), render_table(runs)), "utf-8")


def _measure(benches: Sequence[Sequence[str]]) -> dict[str, float]:
    sheets = []
    for bench in benches:
        click.echo(f"parley bench {' '.join(bench)}", err=True)
        try:
            sheets.append(run_bench(bench))
        except BenchFailed as failed:
            raise click.ClickException(str(failed)) from None
    return ratios_of(sheets)


def _write_baseline(measured: Mapping[str, float]) -> None:
    missing = GUARDED.keys() - measured.keys()
    if missing:
        raise click.ClickException(f"not measured, so the baseline stays: {', '.join(sorted(missing))}")
    baseline = {"ratios": {name: measured[name] for name in GUARDED}}
    BASELINE.write_text(json.dumps(baseline, indent=1) + "\n", "utf-8")


def _line(verdict: Verdict) -> str:
    measured = "not measured" if verdict.measured is None else f"{verdict.measured:g}"
    word = "ok" if verdict.holds else "WORSE"
    return f"{word:<6} {verdict.name}: {measured}, baseline {verdict.baseline:g} ({verdict.change:+.0%})"


if __name__ == "__main__":
    main(prog_name="python -m tests.benches")
