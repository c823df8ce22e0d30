"""In which letters a file is written, told by its bytes alone."""

from __future__ import annotations

import pytest

from flows.importing.encoding import NoText, encoding_of

TEXT = "nombre,teléfono\nJosé Núñez,+34 600 00 00 00\nमीना,+91 98765 43210\n"
WESTERN = "nombre,teléfono\nJosé Núñez,600000000\n"


@pytest.mark.parametrize(
    ("written", "found"),
    [
        (TEXT.encode(), "utf-8"),
        (b"name,phone\nDana,+13145550142\n", "utf-8"),
        (TEXT.encode("utf-8-sig"), "utf-8-sig"),
        (TEXT.encode("utf-16"), "utf-16"),
        (b"\xfe\xff" + TEXT.encode("utf-16-be"), "utf-16"),
        (WESTERN.encode("utf-16-le"), "utf-16-le"),
        (WESTERN.encode("utf-16-be"), "utf-16-be"),
        (WESTERN.encode("latin-1"), "cp1252"),
        ("“Café”".encode("cp1252"), "cp1252"),
        (b"caf\xe9 \x81", "latin-1"),
        (b"", "utf-8"),
    ],
    ids=["utf-8", "ascii", "mark", "utf-16", "big", "no mark", "no mark, big", "Latin-1", "quotes", "no 1252", "empty"],
)
def test_letters_are_told_by_the_bytes(written: bytes, found: str) -> None:
    assert encoding_of([written]) == found


def test_letters_may_come_in_parts_that_cut_one() -> None:
    parts = TEXT.encode()
    assert encoding_of([parts[at : at + 1] for at in range(len(parts))]) == "utf-8"


def test_a_fault_in_a_text_does_not_garble_the_rest() -> None:
    assert encoding_of([TEXT.encode() * 9 + b"\xff"]) == "utf-8"
    assert encoding_of([TEXT.encode() * 9 + "é".encode()[:1]]) == "utf-8", "it was cut in the middle of a letter"


@pytest.mark.parametrize(
    ("written", "what"),
    [
        (b"PK\x03\x04rest", "workbook"),
        (b"\xd0\xcf\x11\xe0rest", "old Excel workbook"),
        (b"\x1f\x8b", "unpack it"),
        (TEXT.encode("utf-32"), "UTF-32"),
    ],
    ids=["xlsx", "xls", "gz", "utf-32"],
)
def test_what_is_no_table_in_text_says_what_to_do(written: bytes, what: str) -> None:
    with pytest.raises(NoText, match=what):
        encoding_of([written])
