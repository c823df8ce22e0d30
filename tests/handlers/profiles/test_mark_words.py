"""How people mark and unmark customers: generated sentences in the four languages, and the tags beside a name."""

from __future__ import annotations

from itertools import product

import pytest

from handlers.profiles.replies import mark_words
from handlers.profiles.replies.mark_words import Marks

NAMES = ("nikhil", "Miles Chen", "अनीता")
TAGS = ("vip", "loud prints")
GIVES = (
    "mark {who} as {tag}", "tag {who} as {tag}", "label {who} as a {tag}", "marca a {who} como {tag}",
    "etiqueta a {who} como {tag}", "{who} ko {tag} tag karo", "{who} par {tag} ka tag lagao", "{who} को {tag} टैग करो",
    "{who} पर {tag} का टैग लगा दो",
)  # fmt: skip
TAKES = (
    "take the tag {tag} off {who}", "remove the label {tag} from {who}", "quita la etiqueta {tag} a {who}",
    "{who} se {tag} tag hatao", "{who} se {tag} ka tag hata do", "{who} से {tag} टैग हटाओ", "{who} से {tag} का टैग हटा दो",
)  # fmt: skip
NO_MARKS = (
    "mark 1030 as paid", "remove the mug from the list", "take 2 off 1030", "Nikhil ko bolo ki kal aayega",
    "what a tag!", "¿qué etiqueta tiene Ana?", "टैग कैसे लगाते हैं",
)  # fmt: skip


@pytest.mark.parametrize(("said", "who", "tag"), list(product(GIVES, NAMES, TAGS)))
def test_a_sentence_that_marks_somebody(said: str, who: str, tag: str) -> None:
    heard = mark_words.heard(said.format(who=who, tag=tag))
    assert heard is not None
    words, off = mark_words.without_off(heard)
    many = mark_words.before_name(words)
    assert (not off, " ".join(words[many:])) == (True, f"{who} {tag}")


@pytest.mark.parametrize(("said", "who", "tag"), list(product(TAKES, NAMES, TAGS)))
def test_a_sentence_that_unmarks_somebody(said: str, who: str, tag: str) -> None:
    heard = mark_words.heard(said.format(who=who, tag=tag))
    assert heard is not None
    words, off = mark_words.without_off(heard)
    assert (off, " ".join(words)) == (True, f"{who} {tag}")


@pytest.mark.parametrize("said", NO_MARKS)
def test_other_sentences_mark_nobody(said: str) -> None:
    assert mark_words.heard(said) is None


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
        ("nikhil ko vip tag karo", ("nikhil", "vip"), "nikhil vip"),
        ("/tag", (), ""),
    ],
)
def test_commas_stay_with_their_words(text: str, arguments: tuple[str, ...], spelled: str) -> None:
    assert " ".join(mark_words.spelled(text, arguments)) == spelled
