"""How sure a reading is, and how often it is right: `python -m tests.understanding.reliability FILE...`.

The lines are those that taught nothing: the development data, and the files that are named (`judging` says how they are
called). A row for each reader, a column for each band of probability: how many readings fell there, and the share that
was right.
"""

from __future__ import annotations

import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

from handlers.replies import customer_concerns, opt_out_recognition, weighed_answer
from tests.understanding.judging import STOPPING
from tests.understanding.lines import KINDS, Line, natural, parse

BANDS = (0.0, 0.5, 0.7, 0.8, 0.9, 0.95, 0.99)
"""Where each band begins."""


def readings(line: Line) -> Iterator[tuple[str, str, float, bool]]:
    """The likeliest meaning of a line for each reader that is concerned, how likely it is, and whether it is right."""
    if not isinstance(line.asked, dict):
        likely = opt_out_recognition.weigh(line.text, asked=line.asked is not None)
        meant = {"stop": "stop", "ambiguous": "perhaps"}.get(line.label, "other")
        if not (meant == "perhaps" and line.asked is not None):
            yield _best("opt-outs", likely, {meant})
    if isinstance(line.asked, str) and line.label in {"yes", "no", "other"}:
        named = {"neither" if label == "other" else label for label in line.labels}
        yield _best("answers", weighed_answer.weigh_answer(line.text, line.asked), named)
    if line.asked is None and line.label in _CONCERNS and not STOPPING & set(line.labels):
        yield _best(
            "concerns", customer_concerns.weigh_concern(line.text), {_CONCERNS.get(label, "") for label in line.labels}
        )


_CONCERNS = {one.value: one.value for one in customer_concerns.Concern} | {
    "other": customer_concerns.Concern.OTHER.value
}


def _best(reader: str, likely: dict[str, float], right: set[str]) -> tuple[str, str, float, bool]:
    best = max(likely, key=likely.__getitem__)
    return reader, best, likely[best], best in right


def table(lines: Iterable[Line]) -> Iterator[str]:
    """A row for each reader, for docs/understanding.md."""
    bands: defaultdict[str, defaultdict[float, list[bool]]] = defaultdict(lambda: defaultdict(list))
    for line in lines:
        for reader, _, likely, right in readings(line):
            bands[reader][max(band for band in BANDS if band <= likely)].append(right)
    yield f"| reader | {' | '.join(f'from {band:.2f}' for band in BANDS)} |"
    yield "| --- |" + " --: |" * len(BANDS)
    for reader, found in bands.items():
        cells = (
            f"{sum(found[band]) / len(found[band]):.2f} of {len(found[band])}" if found[band] else "–" for band in BANDS
        )
        yield f"| {reader} | {' | '.join(cells)} |"


def main(files: Iterable[str]) -> None:
    """Print the table."""
    lines = [line for kind in KINDS if kind != "staff" for line in natural(kind)]
    for file in files:
        lines += parse(Path(file).read_text(encoding="utf-8").splitlines(), file)
    print("\n".join(table(lines)))


if __name__ == "__main__":
    main(sys.argv[1:])
