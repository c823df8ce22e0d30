"""What is level and what is not, and a picture that a browser can draw."""

from __future__ import annotations

import os
from xml.etree import ElementTree

import pytest

from tests.chaos.curve import Look, draw, grown
from tests.chaos.gauges import Reading, busy_under, quantiles, read, shares

MANY = 40
SVG = "{http://www.w3.org/2000/svg}"


def _looks(memory: list[float], files: list[int], pids: list[int]) -> list[Look]:
    rows = enumerate(zip(memory, files, pids, strict=True))
    return [Look(5.0 * number, {"serve": Reading(mb, open_, 0.0, pid)}) for number, (mb, open_, pid) in rows]


LEVEL, FEW = [100.0] * MANY, [20] * MANY


@pytest.mark.parametrize(
    ("memory", "files", "expected"),
    [
        pytest.param(LEVEL, FEW, [], id="level"),
        pytest.param([60.0] * 10 + [100.0] * 30, FEW, [], id="warming up"),
        pytest.param([100.0] * 20 + [400.0] + [100.0] * 19, FEW, [], id="a moment's peak"),
        pytest.param([100.0] * 30 + [108.0] * 10, FEW, [], id="a few MB more"),
        pytest.param(
            [100.0 + number for number in range(MANY)], FEW, ["serve: resident memory, MB, 114.5 became 134.5"],
            id="memory that leaks",
        ),
        pytest.param(LEVEL, [20] * 30 + [34] * 10, [], id="a pool that filled"),
        pytest.param(LEVEL, list(range(20, 20 + MANY)), ["serve: open files, 34.5 became 54.5"], id="files that leak"),
    ],
)  # fmt: skip
def test_what_has_grown(memory: list[float], files: list[int], expected: list[str]) -> None:
    assert grown(_looks(memory, files, [1] * MANY)) == expected


@pytest.mark.parametrize(
    ("memory", "pids", "expected"),
    [
        pytest.param([80.0] * 20 + [100.0] * 20, [1] * 20 + [2] * 20, [], id="a second life that needs more"),
        pytest.param(
            [100.0] * 20 + [60.0 + number for number in range(20)], [1] * 20 + [2] * 20,
            ["serve: resident memory, MB, 67.0 became 77.0"], id="a second life that leaks",
        ),
        pytest.param(
            [100.0] * 32 + [60.0 + 5 * number for number in range(8)], [1] * 32 + [2] * 8, [], id="a life too short",
        ),
    ],
)  # fmt: skip
def test_each_life_grows_by_itself(memory: list[float], pids: list[int], expected: list[str]) -> None:
    assert grown(_looks(memory, FEW, pids)) == expected


def test_a_picture_has_a_line_for_each_process_in_each_panel() -> None:
    reading = Reading(100.0, 20, 1.0, 1)
    looks = [Look(0, {"serve": reading, "a<b": reading}), Look(60, {"serve": reading, "a<b": reading})]
    picture = ElementTree.fromstring(draw(looks, "half load & more"))  # noqa: S314 - our own
    assert len(picture.findall(f".//{SVG}polyline")) == 4
    assert {"half load & more", "a<b", "1.0 min"} <= {one.text for one in picture.iter(f"{SVG}text")}


def test_a_process_is_read() -> None:
    own = read(os.getpid())
    assert own.memory > 10
    assert own.files > 2
    assert 0 < own.busy <= busy_under(os.getpid())


def test_figures_for_people() -> None:
    assert quantiles(range(1, 101)) == "50.00 / 90.00 / 99.00 / 100.00"
    assert shares({"serve": 1.0}, {"serve": 6.0}, 10) == "serve 50%"
