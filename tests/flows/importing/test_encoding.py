"""In which letters a file is written, told by its bytes alone."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from flows.importing.file_encoding import NoText, detect_encoding, ends_within_a_letter
from tests.cases import each

TEXT = "nombre,teléfono\nJosé Núñez,+34 600 00 00 00\nमीना,+91 98765 43210\n"
WESTERN = "nombre,teléfono\nJosé Núñez,600000000\n"


@each(
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
    assert detect_encoding([written]) == found


def test_letters_may_come_in_parts_that_cut_one() -> None:
    parts = TEXT.encode()
    assert detect_encoding([parts[at : at + 1] for at in range(len(parts))]) == "utf-8"


def test_a_fault_in_a_text_does_not_garble_the_rest() -> None:
    assert detect_encoding([TEXT.encode() * 9 + b"\xff"]) == "utf-8"
    assert detect_encoding([TEXT.encode() * 9 + "é".encode()[:1]]) == "utf-8", "it was cut in the middle of a letter"


CUT = {
    "in lower case": "phone,name\n1,José",
    "in capitals": "phone,name\n1,JOSÉ",
    "the first of its word": "phone,name\n1,Éva",
    "three bytes": "phone,name\n1,मीना",
    "a quotation mark": "phone,name\n1,Dana’s",
    "four bytes": "phone,name\n1,😀",
    "of two scripts": "phone,name\n1,Ž",
}


@pytest.mark.parametrize("text", CUT.values(), ids=CUT)
def test_one_letter_that_the_end_of_the_file_cuts_leaves_it_utf_8(text: str) -> None:
    """Nothing else in the file tells; whole letters are none or all of UTF-8, and the rest of the last is no fault."""
    at = next(place for place, letter in enumerate(text) if not letter.isascii())
    letter = text[at].encode()
    for many in range(1, len(letter)):
        cut = text[:at].encode() + letter[:many]
        assert detect_encoding([cut]) == "utf-8"
        assert detect_encoding([cut[at : at + 1] for at in range(len(cut))]) == "utf-8"
        assert ends_within_a_letter("utf-8", cut[max(0, len(cut) // 4 - 1) * 4 :])
    whole = text[: at + 1].encode()
    assert not ends_within_a_letter("utf-8-sig", whole[max(0, len(whole) // 4 - 1) * 4 :])


@each("text", ["José", "Niccolò", "LEÓ", "UMEÅ", "Spaß", "JOSÉ", "Renée,Zoë", "Sigurð"])
def test_a_western_text_that_ends_in_its_only_letter_stays_one(text: str) -> None:
    written = f"phone,name\n1,{text}".encode("cp1252")
    assert detect_encoding([written]) == "cp1252"
    assert not ends_within_a_letter("cp1252", written)


@pytest.mark.parametrize(("end", "cut"), [(b"a\0b\0", False), (b"a\0b\0c", True)])
def test_a_text_of_two_bytes_a_letter_is_cut_where_one_is_left(end: bytes, cut: bool) -> None:
    assert ends_within_a_letter("utf-16-le", end) is cut


SPANISH = ["José Núñez", "Begoña Ibáñez", "Íñigo Peña", "Ángela Muñoz", "MARÍA CAÑÓN"]
GERMAN = ["Jörg Müller", "Käthe Groß", "Özgür Weiß", "Änne Köhler", "„Jürgen“ Schäfer"]
HINDI = ["मीना गुप्ता", "अर्जुन शर्मा", "प्रिया सिंह", "रवि कुमार", "नूर ख़ान"]
GREEK, RUSSIAN = ["Ελένη Παππά"], ["Анна Чехова"]
FAULTS = {
    "a byte that is none": lambda text: text.replace(b"9\n", b"\xff9\n", 1),
    "a letter of Latin-1": lambda text: text.replace(b",+", b"\xe9,+", 1),
    "its last letter is cut": lambda text: text + "Zoë".encode()[:-1],
    "half of a letter": lambda text: text.replace(b",+", b"\xe0\xa4,+", 1),
    "what was lost before": lambda text: text.replace(b",+", b"\xef\xbf\xbd,+", 1),
}


def table(names: list[str], many: int) -> str:
    rows = (f"{names[at % len(names)]},+{at}9\n" for at in range(many))
    return "name,phone\n" + "".join(rows)


@each("fault", FAULTS.values(), ids=FAULTS)
@each("many", [1, 2, 5, 20_000])
@each("names", [SPANISH, GERMAN, HINDI, GREEK, RUSSIAN], ids=["Spanish", "German", "Hindi", "Greek", "Russian"])
def test_a_fault_in_utf_8_leaves_it_utf_8(names: list[str], many: int, fault: Callable[[bytes], bytes]) -> None:
    text = table(names, many).encode()
    assert fault(text) != text
    assert detect_encoding([fault(text)]) == "utf-8"


@each("end", ["\n", ""], ids=["a whole line", "no end"])
@each("many", [1, 2, 5, 20_000])
@each("names", [SPANISH, GERMAN, ["Anna", "Zoé"]], ids=["Spanish", "German", "one letter"])
def test_a_western_text_stays_one(names: list[str], many: int, end: str) -> None:
    text = table([*names, names[0]] if many > 1 else [names[-1]], many) + f"Renée,+1\nJosé{end}"
    assert detect_encoding([text.encode("cp1252")]) == "cp1252"


@pytest.mark.parametrize("text", ["José", "Zoë,+1", "„Spaß“,+1", "CAFÉ\xa0:,Café", "N°,Ñ°,ñ", "«LEÓN»,León", "£5,1 €"])
def test_a_western_text_of_a_few_letters_stays_one(text: str) -> None:
    assert detect_encoding([text.encode("cp1252")]) == "cp1252"


def test_a_western_text_with_a_row_that_was_written_in_utf_8_stays_one() -> None:
    assert detect_encoding([table(SPANISH, 9).encode("latin-1") + "José,+1\n".encode()]) == "cp1252"


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
        detect_encoding([written])
