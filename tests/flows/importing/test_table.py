"""Rows of tables as programs and people write them; one that cannot be read costs no other."""

from __future__ import annotations

import io
import sys

import pytest

from flows.importing.table_rows import LONGEST, MOST_LINES, SHOWN, TableRow, detect_separator, records
from tests.cases import each

OPEN = "opens a quotation mark that is not closed: the file may be cut here"
LONG = "is too long: a row has at most 1 MiB, and a cell 128 KiB"
INSIDE = "has a quotation mark that is not closed, or one inside a cell that is not doubled"


def rows(text: str, separator: str = ",") -> list[TableRow]:
    return list(records(io.StringIO(text, newline="").readline, separator))


@each(
    ("sample", "separator"),
    [
        ("a,b\n1,2\n", ","),
        ("a;b\n1,5;2\n2,5;3\n", ";"),
        ("a\tb\n1,5\t2\n", "\t"),
        ("a|b\n1|2\n", "|"),
        ("phone\n+13145550142\n", ","),
        ('name;note\n"Lee, Dana";"a, b, c"\nSam;x\n', ";"),
        ("sep=;\na,b;c\n", ";"),
        ("", ","),
    ],
    ids=["comma", "semicolon", "tab", "bar", "one column", "commas in cells", "named", "empty"],
)
def test_the_separator_is_what_makes_rows_alike(sample: str, separator: str) -> None:
    assert detect_separator(sample) == separator


def test_rows_know_their_lines() -> None:
    found = rows('name,note\r\nDana,"two\r\nlines"\r\n\r\n,\r\nSam,x')
    assert [(one.line, list(one.cells), one.ended) for one in found] == [
        (1, ["name", "note"], True),
        (2, ["Dana", "two\r\nlines"], True),
        (6, ["Sam", "x"], False),
    ]


def test_blank_lines_cost_one_look_each_and_are_counted() -> None:
    asked = 0
    text = io.StringIO("name\n" + 50_000 * "\n" + " \t\r\n\r" + '"Dana\n\n\nLee"\n\n', newline="")

    def readline(most: int) -> str:
        nonlocal asked
        asked += 1
        return text.readline(most)

    calls = 0

    def count(*_event: object) -> None:
        nonlocal calls
        calls += 1

    sys.setprofile(count)
    try:
        found = list(records(readline, ","))
    finally:
        sys.setprofile(None)
    assert [(one.line, list(one.cells)) for one in found] == [(1, ["name"]), (50_004, ["Dana\n\n\nLee"])]
    assert (asked, calls < 10 * asked) == (50_009, True), "before, a blank line took 20 calls"


def test_a_quotation_mark_that_nobody_closes_costs_its_own_line_alone() -> None:
    found = rows('name,phone\n"Dana,1\nSam,2\nLee,3')
    assert [(one.line, one.wrong) for one in found] == [(1, ""), (2, OPEN), (3, ""), (4, "")]
    assert [one.cells[0] for one in found[1:]] == ['"Dana,1', "Sam", "Lee"]


def test_nor_does_one_in_the_midst_of_many() -> None:
    many = "".join(f"Sam {at},{at}\n" for at in range(3 * MOST_LINES))
    found = rows(f'name,phone\n"Dana,1\n{many}')
    assert (len(found), [one.line for one in found if one.wrong]) == (3 * MOST_LINES + 2, [2])


def test_a_quotation_mark_inside_a_cell_is_refused_and_not_guessed() -> None:
    assert [(one.line, one.wrong) for one in rows('name,phone\n"Dana "the cat" Lee",1\nSam,2\n')] == [
        (1, ""), (2, INSIDE), (3, ""),
    ]  # fmt: skip
    assert list(rows('name\nDana "the cat" Lee\n')[1].cells) == ['Dana "the cat" Lee']


@pytest.mark.parametrize("letters", [200_000, 10 * LONGEST], ids=["a cell", "a line"])
@pytest.mark.parametrize("quote", ["", '"'], ids=["plain", "quoted"])
def test_what_is_too_long_is_refused_and_the_next_row_read(letters: int, quote: str) -> None:
    found = rows(f"name,phone\n{quote}{'x' * letters}{quote},1\nSam,2\n")
    assert [(one.line, one.wrong) for one in found] == [
        (1, ""),
        (2, LONG),
        (3, ""),
    ]
    assert len(found[1].cells[0]) == SHOWN
