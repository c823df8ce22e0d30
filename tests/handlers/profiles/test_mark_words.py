"""The tags beside a name, given and taken off."""

from __future__ import annotations

import pytest

from handlers.profiles.replies import mark_words
from handlers.profiles.replies.mark_words import Marks


@pytest.mark.parametrize(
    ("said", "given", "taken"),
    [
        ("vip", ["vip"], []),
        ("#vip", ["vip"], []),
        ("+vip", ["vip"], []),
        ("-vip", [], ["vip"]),
        ("as vip", ["vip"], []),
        ("loud prints, family", ["loud prints", "family"], []),
        ("vip, -late, #gold", ["vip", "gold"], ["late"]),
        ("off vip", [], ["vip"]),
        ("vip off", [], ["vip"]),
        ("vip from", ["vip"], []),
        ("vip,vip", ["vip"], []),
        ("", [], []),
        ("- ,", [], []),
    ],
)
def test_tags_beside_a_name(said: str, given: list[str], taken: list[str]) -> None:
    assert mark_words.tags(said.split(), off=False) == Marks(tuple(given), tuple(taken))


@pytest.mark.parametrize(
    ("said", "rest", "off"),
    [
        ("nikhil vip off", "nikhil vip", True),
        ("nikhil vip hata do", "nikhil vip", True),
        ("nikhil vip हटा दो", "nikhil vip", True),
        ("remove nikhil vip", "nikhil vip", True),
        ("quita nikhil vip", "nikhil vip", True),
        ("nikhil off vip", "nikhil off vip", False),
        ("off", "off", False),
        ("nikhil vip", "nikhil vip", False),
    ],
)
def test_words_that_take_a_tag_off(said: str, rest: str, off: bool) -> None:
    assert mark_words.without_off(said.split()) == (tuple(rest.split()), off)


@pytest.mark.parametrize(
    ("text", "arguments", "spelled"),
    [
        ("/tag 0120 loud prints, family", ("0120", "loud", "prints", "family"), "0120 loud prints, family"),
        ('/tag nikhil "big spender"', ("nikhil", "big spender"), 'nikhil "big spender"'),
        ("/tag", (), ""),
    ],
)
def test_commas_stay_with_their_words(text: str, arguments: tuple[str, ...], spelled: str) -> None:
    assert " ".join(mark_words.spelled(text, arguments)) == spelled
