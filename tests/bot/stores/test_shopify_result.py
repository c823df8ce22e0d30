"""The file of a bulk operation as it is read: record by record, however many there are."""

from __future__ import annotations

import json
import tracemalloc
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager

import pytest

from bot.channels.provider_http import Wire
from bot.stores.shopify_result import LONGEST, Extent, NoResult, Result
from tests.cases import each


@contextmanager
def result(lines: Iterable[str], *, nested: bool = True) -> Iterator[Result]:
    """A result of these lines, as it was fetched."""
    with closing(Result(nested=nested)) as made:
        at = 0
        for line in lines:
            made._write(line.encode(), at)
            at += len(line.encode())
        yield made


ORDER, LINE = '{"id": "O1"}\n', '{"id": "L1", "__parentId": "O1"}\n'
OTHER, OF_OTHER = '{"id": "O2"}\n', '{"id": "L2", "__parentId": "O2"}\n'
BAD = "<html>\n"
TOO_LONG = f'{{"id": "{"x" * 2 * LONGEST}"}}\n'
SHAPES: dict[str, tuple[tuple[str, ...], list[tuple[int, int, bool]], Extent]] = {
    "nothing": ((), [], Extent(0, 0, cut=False)),
    "one": ((ORDER,), [(1, 0, False)], Extent(1, 1, cut=False)),
    "without a last end": ((ORDER.strip(),), [(1, 0, False)], Extent(1, 1, cut=False)),
    "with parts": ((ORDER, LINE, LINE, OTHER), [(1, 2, False), (2, 0, False)], Extent(2, 4, cut=False)),
    "empty lines": ((ORDER, "\n", LINE), [(1, 1, False)], Extent(1, 2, cut=False)),
    "a part that is none": ((ORDER, BAD, OTHER), [(1, 0, True), (2, 0, False)], Extent(2, 2, cut=False)),
    "cut": ((ORDER, LINE[:9]), [(1, 0, True)], Extent(1, 1, cut=True)),
    "a record that is none": ((BAD, OF_OTHER, OTHER), [(1, 1, True), (2, 0, False)], Extent(2, 2, cut=False)),
    "a record lost before its parts": ((ORDER, BAD, OF_OTHER), [(1, 1, True)], Extent(1, 2, cut=True)),
    "a line without end": ((ORDER, TOO_LONG, OTHER), [(1, 0, True), (2, 0, False)], Extent(2, 2, cut=False)),
    "no object": (("[]\n", ORDER), [(1, 0, True), (2, 0, False)], Extent(2, 1, cut=False)),
}


@each(("lines", "nodes", "extent"), SHAPES.values(), ids=SHAPES)
def test_records_have_what_is_nested_in_them(
    lines: tuple[str, ...], nodes: list[tuple[int, int, bool]], extent: Extent
) -> None:
    with result(lines) as made:
        assert made.extent() == extent
        assert [(one.number, len(one.parts), bool(one.wrong)) for one in made.nodes()] == nodes
        assert [one.number for one in made.nodes(1)] == [one[0] for one in nodes[1:]]


@pytest.mark.parametrize("lines", [(LINE, ORDER), (ORDER, OTHER, LINE)], ids=["before", "behind another"])
def test_parts_away_from_their_record_are_no_result(lines: tuple[str, ...]) -> None:
    with result(lines) as made, pytest.raises(NoResult, match="separates parts of a record from it"):
        made.extent()


def test_a_long_result_takes_no_more_memory_than_a_short_one() -> None:
    def peak(many: int) -> int:
        with result(json.dumps({"id": str(at), "name": "x" * 500}) + "\n" for at in range(many)) as made:
            tracemalloc.start()
            made.extent()
            for _ in made.nodes():
                pass
            highest = tracemalloc.get_traced_memory()[1]
            tracemalloc.stop()
        return highest

    peak(100)
    assert peak(8000) <= 1.5 * peak(500)


@pytest.mark.parametrize("url", ["http://elsewhere.example/1", "file:///etc/passwd", "http://127.0.0.1:1/1"])
async def test_a_result_is_fetched_over_https_alone_unless_the_shop_stands_on_this_machine(url: str) -> None:
    with result(()) as made, pytest.raises(NoResult, match="does not use https"):
        await made.fetch(Wire(), url, "https://shop.myshopify.com", None)
