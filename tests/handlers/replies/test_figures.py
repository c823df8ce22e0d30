"""The goals of reading replies, on the development data where it is at hand and on our own phrases everywhere."""

from itertools import chain

import pytest

from handlers.replies.expected_answers import Expecting
from handlers.replies.opt_out_recognition import OptOut, read_opt_out
from tests import reply_figures as figures
from tests.gates import readings
from tests.understanding import __main__ as understanding
from tests.understanding.lines import natural

EXPECTING = {False: Expecting.NOTHING, True: Expecting.YES_NO}

PAGE = figures.ROOT / "docs/understanding.md"
needs_data = pytest.mark.skipif(not figures.DATA.is_dir(), reason="no development data beside the repository")


@needs_data
def test_opt_outs_are_held_at_least_and_little_else_is_revoked() -> None:
    counts = figures.count_opt_outs(figures.opt_out_lines())["all"]
    assert counts.missed <= 1
    assert counts.mistaken / counts.others <= 0.006


@needs_data
def test_opt_outs_of_somebody_elses_words() -> None:
    lines = list(natural("optout"))
    held = [read_opt_out(line.text, expecting=EXPECTING[line.asked is not None]) for line in lines]
    stops = [verdict for line, verdict in zip(lines, held, strict=True) if line.label == "stop"]
    others = [verdict for line, verdict in zip(lines, held, strict=True) if line.label == "not_stop"]
    assert sum(verdict is OptOut.NONE for verdict in stops) / len(stops) <= 0.011
    assert sum(verdict is OptOut.STOP for verdict in others) / len(others) <= 0.005
    assert sum(verdict is OptOut.AMBIGUOUS for verdict in others) / len(others) <= 0.05


@needs_data
@pytest.mark.parametrize(("name", "recall"), [("yes_no.clinc", 0.8), ("yes_no.recognizers", 0.8), ("shopkeepers", 0.8)])
def test_no_answer_is_flipped(name: str, recall: float) -> None:
    counts = figures.count_answers(figures.read_data(name))["all"]
    assert counts.flipped == 0
    assert counts.recall >= recall


@needs_data
def test_sentences_that_answer_nothing_are_not_answers() -> None:
    lines = chain.from_iterable(map(figures.read_data, figures.NEITHER_FILES))
    counts = figures.count_answers(figures.Line(line.text, line.language, "other") for line in lines)["all"]
    assert counts.invented / counts.others <= 0.01


@needs_data
def test_customers_are_understood() -> None:
    counts = figures.count_intents(figures.read_data("customers"))
    asked = counts.confused["stop", "ambiguous_stop"] + counts.confused["no", "ambiguous_stop"]  # held, and asked about
    assert (counts.right + asked) / counts.lines >= 0.9


@needs_data
def test_the_page_holds_the_present_gates() -> None:
    rows = [line.split("|") for line in PAGE.read_text(encoding="utf-8").splitlines() if line.count("|") == 4]
    shown = [cells[3].strip() for cells in rows if "of" in cells[1] and cells[3].strip()[:1].isdigit()]
    assert shown == [figure.partition(" of ")[0] for _, figure in readings()]


@needs_data
def test_the_figures_of_each_language_are_told() -> None:
    assert any("Opt-outs" in line for line in understanding.describe())


@pytest.mark.parametrize("held_out", [False, True], ids=["seen", "held-out"])
def test_own_opt_outs(held_out: bool) -> None:
    counts = figures.count_opt_outs(figures.read_phrases("opt_out", held_out=held_out))["all"]
    stops = counts.found + counts.asked + counts.missed
    assert (counts.found + counts.asked) / stops >= 0.94
    assert counts.precision >= 0.97


def test_opt_outs_in_forty_languages() -> None:
    """Written by somebody who saw neither the rules nor the phrases, and scored afterwards only."""
    counts = figures.count_opt_outs(figures.read_phrases("opt_out_world", held_out=True))["all"]
    assert (counts.found + counts.asked) / (counts.found + counts.asked + counts.missed) >= 0.93
    assert counts.precision >= 0.9


@pytest.mark.parametrize("held_out", [False, True], ids=["seen", "held-out"])
def test_own_answers(held_out: bool) -> None:
    counts = figures.count_answers(figures.read_phrases("yes_no", held_out=held_out))["all"]
    assert counts.flipped == 0
    assert counts.recall >= 0.8


@pytest.mark.parametrize("held_out", [False, True], ids=["seen", "held-out"])
def test_own_customers(held_out: bool) -> None:
    counts = figures.count_intents(figures.read_phrases("customer", held_out=held_out))
    assert counts.right / counts.lines >= 0.75
