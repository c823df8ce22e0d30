"""Print how replies are read, by language: `python -m tests.understanding`."""

import sys
from collections.abc import Iterator, Mapping
from itertools import chain

from tests import reply_figures as figures
from tests import stock_figures


def main() -> int:
    """Print the figures; exit 1 where the development data is absent."""
    if not figures.DATA.is_dir():
        print(f"no development data at {figures.DATA}", file=sys.stderr)
        return 1
    print("\n".join(describe()))
    return 0


def describe() -> Iterator[str]:
    """Return the figures line by line, in Markdown."""
    yield from _opt_outs("Opt-outs, development data", figures.count_opt_outs(figures.opt_out_lines()))
    for held_out in (False, True):
        lines = figures.read_phrases("opt_out", held_out=held_out)
        yield from _opt_outs(f"Opt-outs, own phrases, {_part(held_out)}", figures.count_opt_outs(lines))
    for name in figures.YES_NO_FILES:
        yield from _answers(f"Yes and no, {name}", figures.count_answers(figures.read_data(name)))
    neither = chain.from_iterable(map(figures.read_data, figures.NEITHER_FILES))
    relabelled = (figures.Line(line.text, line.language, "other") for line in neither)
    yield from _answers("Texts that are no answer", figures.count_answers(relabelled))
    lines = figures.read_phrases("opt_out_world", held_out=True)
    yield from _opt_outs("Opt-outs, other languages, held out", figures.count_opt_outs(lines))
    for held_out in (False, True):
        lines = figures.read_phrases("yes_no", held_out=held_out)
        yield from _answers(f"Yes and no, own phrases, {_part(held_out)}", figures.count_answers(lines))
    yield from _intents("customers", figures.count_intents(figures.read_data("customers")))
    for held_out in (False, True):
        lines = figures.read_phrases("customer", held_out=held_out)
        yield from _intents(f"own phrases, {_part(held_out)}", figures.count_intents(lines))
    yield from (
        "",
        "### Whole numbers in text, numbers.recognizers",
        "",
        "| language | texts | all found |",
        "| --- | --: | --: |",
    )
    yield from (
        f"| {language} | {texts} | {right} |" for language, (right, texts) in stock_figures.count_numbers().items()
    )


def _part(held_out: bool) -> str:
    return "held out" if held_out else "learned from and written on"


def _opt_outs(title: str, counts: Mapping[str, figures.OptOuts]) -> Iterator[str]:
    yield from (
        "",
        f"### {title}",
        "",
        "| language | opt-outs | found | asked | missed | recall | other texts | mistaken |",
    )
    yield "| --- | --: | --: | --: | --: | --: | --: | --: |"
    for language, c in counts.items():
        stops = c.found + c.asked + c.missed
        recall = f"{c.recall:.3f}" if stops else "–"
        yield f"| {language} | {stops} | {c.found} | {c.asked} | {c.missed} | {recall} | {c.others} | {c.mistaken} |"
    yield from ("", f"Precision over all languages: {counts['all'].precision:.3f}.")


def _answers(title: str, counts: Mapping[str, figures.Answers]) -> Iterator[str]:
    yield from (
        "",
        f"### {title}",
        "",
        "| language | answers | right | unread | flipped | recall | no answers | read as one |",
    )
    yield "| --- | --: | --: | --: | --: | --: | --: | --: |"
    for language, c in counts.items():
        answers = c.right + c.unread + c.flipped
        recall = f"{c.recall:.3f}" if answers else "–"
        read = f"{c.right} | {c.unread} | {c.flipped} | {recall}"
        yield f"| {language} | {answers} | {read} | {c.others} | {c.invented} |"


def _intents(title: str, counts: figures.Intents) -> Iterator[str]:
    yield from ("", f"### Intents, {title}", "", f"{counts.right} of {counts.lines} right.")
    if counts.confused:
        yield from ("", "| meant | read as | lines |", "| --- | --- | --: |")
        yield from (f"| {meant} | {read_as} | {lines} |" for (meant, read_as), lines in sorted(counts.confused.items()))


if __name__ == "__main__":
    sys.exit(main())
