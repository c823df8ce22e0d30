"""The tags beside a name, given and taken off."""

from __future__ import annotations

import pytest

from handlers.profiles.tag_phrase import Marks, read_removal, read_tags
from tests.cases import each


@each(
    ("said", "given", "taken"),
    [
        ("vip", ["vip"], []),
        ("#vip", ["vip"], []),
        ("+vip", ["vip"], []),
        ("-vip", [], ["vip"]),
        ("loud prints, family", ["loud prints", "family"], []),
        ("vip, -late, #gold", ["vip", "gold"], ["late"]),
        ("vip,vip", ["vip"], []),
        ("", [], []),
        ("- ,", [], []),
    ],
)
def test_tags_beside_a_name(said: str, given: list[str], taken: list[str]) -> None:
    assert read_tags(said.split(), off=False) == Marks(tuple(given), tuple(taken))


@pytest.mark.parametrize(
    ("text", "rest", "off"),
    [
        ("/tag nikhil vip off", "nikhil vip", True),
        ("/untag nikhil vip", "nikhil vip", True),
        ("/tag nikhil off vip", "nikhil off vip", False),
        ("/tag off", "off", False),
        ("/tag nikhil vip", "nikhil vip", False),
    ],
)
def test_words_that_take_a_tag_off(text: str, rest: str, off: bool) -> None:
    assert read_removal(text, tuple(text.split()[1:])) == (off, tuple(rest.split()))


@pytest.mark.parametrize(
    ("text", "arguments", "spelled"),
    [
        ("/tag 0120 loud prints, family", ("0120", "loud", "prints", "family"), "0120 loud prints, family"),
        ('/tag nikhil "big spender"', ("nikhil", "big spender"), 'nikhil "big spender"'),
        ("/tag", (), ""),
    ],
)
def test_commas_stay_with_their_words(text: str, arguments: tuple[str, ...], spelled: str) -> None:
    assert " ".join(read_removal(text, arguments)[1]) == spelled
