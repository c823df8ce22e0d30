"""The lists of words: what may stand in them, and how a mistake in one is told."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path

import pytest

from handlers.replies import word_lists
from handlers.replies.text_normalisation import split_tokens
from handlers.replies.word_lists import join, parse_words, read_sets, read_words
from tests.cases import each

HANDLERS = Path(word_lists.__file__).parents[1]
FOLDERS = {"": HANDLERS / "replies" / "data"} | {
    f"{folder.parts[-3]}:": folder for folder in sorted(HANDLERS.glob("*/replies/data"))
}
LISTS = sorted(
    f"{whose}{path.relative_to(data).with_suffix('').as_posix()}"
    for whose, data in FOLDERS.items()
    for path in data.rglob("*.txt")
)
TOGETHER = [("opt_out", "opt_out_world")]
"""Lists that one reader knows as one."""
SEVERAL = {
    "sending": "everything is what is sent, and all of it; detén stands alone, and before what is to end",
    "commands": "each meaning is of a command of its own",
    "language_helping": "two languages share a word of which two are needed",
    **dict.fromkeys(
        [
            "mending",
        ],
        "each meaning is of a place of its own in a text",
    ),
    "sourcing:stock/sizes": "sizes are compared as they are written: XXXL is no stretched XL",
}
"""Lists in which a word may have several meanings, and why."""
APART = {
    ("calendar", "month 9"): 'a French seven is no month: "sept"',
}
"""Meanings whose words may have another one in their list, and why."""


def said(words: Iterable[str]) -> list[tuple[str, ...]]:
    """The words as readers compare them."""
    return [tuple(split_tokens(word)) for word in words]


def twice(words: Iterable[str]) -> set[tuple[str, ...]]:
    found = said(words)
    return {one for one in found if found.count(one) > 1}


def in_several(meanings: Mapping[str, Iterable[str]]) -> dict[tuple[str, ...], list[str]]:
    """The words that have more than one meaning, with all of them."""
    found = defaultdict(list)
    for meaning, words in meanings.items():
        for word in set(said(words)):
            found[word].append(meaning)
    return {word: names for word, names in found.items() if len(names) > 1}


@each("name", LISTS)
def test_no_word_stands_twice(name: str) -> None:
    assert {meaning: found for meaning, words in read_words(name).items() if (found := twice(words))} == {}


@each("name", LISTS)
def test_each_word_says_something(name: str) -> None:
    assert [word for words in read_words(name).values() for word in words if not split_tokens(word)] == []


@each("names", [*((name,) for name in LISTS if name not in SEVERAL), *TOGETHER], ids="+".join)
def test_a_word_has_one_meaning(names: tuple[str, ...]) -> None:
    words = read_words(*names)
    assert in_several({one: words[one] for one in words if (names[0], one) not in APART}) == {}


@each("name", LISTS)
def test_the_readme_names_the_list(name: str) -> None:
    conversation, _, own = name.rpartition(":")
    page = FOLDERS[f"{conversation}:" if conversation else ""] / "README.md"
    assert f"`{own}`" in page.read_text(encoding="utf-8")


def test_a_meaning_goes_on_in_indented_lines_and_between_comments() -> None:
    text = '# All.\nyes: haan "ji haan"\n\n    # Spanish.\n    si\nt shirt: tee\nteal:\n'
    assert parse_words(text, "any.txt") == {"yes": ("haan", "ji haan", "si"), "t shirt": ("tee",), "teal": ()}


def test_a_meaning_may_be_an_hour() -> None:
    assert parse_words("at 10:00: subah\n", "any.txt") == {"at 10:00": ("subah",)}


@pytest.mark.parametrize(
    ("text", "line"),
    [
        pytest.param("yes: haan\nji haan\n", 2, id="a line of no meaning"),
        pytest.param("    haan\n", 1, id="words before the first meaning"),
        pytest.param("yes: haan\n\nyes: ji\n", 3, id="a meaning twice"),
        pytest.param('# All.\nyes: "ji haan\n', 2, id="half of the quotation marks"),
        pytest.param("yes:haan\n", 1, id="no space behind the colon"),
        pytest.param(": haan\n", 1, id="an empty meaning"),
        pytest.param('yes: haan\n"no way: nahi"\n', 2, id="a phrase that is no meaning"),
    ],
)
def test_a_mistake_is_told_with_its_file_and_line(text: str, line: int) -> None:
    with pytest.raises(ValueError, match=f"^any.txt:{line}: "):
        parse_words(text, "any.txt")


def test_lists_add_up() -> None:
    assert join({"yes": ("haan",), "no": ("nahi",)}, {"yes": ("si",)}) == {"yes": ("haan", "si"), "no": ("nahi",)}


def test_words_of_a_set_are_normalised_as_texts_are() -> None:
    assert "अंग्रेज़ी" in read_words("languages")["en"]
    assert "अंग्रेजी" in read_sets("languages")["en"]
