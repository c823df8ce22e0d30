"""Does a text ask who writes here: "is this a bot?", "who is this?"."""

from handlers.replies.text import words
from handlers.replies.word_lists import read_sets


def asks_who_we_are(text: str) -> bool:
    """Whether a text asks that, and nothing else beside a courtesy."""
    asked, courtesies = read_sets("about_us")["asks"], read_sets("courtesies")
    said = [one for one in words(text) if one not in courtesies["greeting"] and one not in courtesies["whom"]]
    return " ".join(said) in asked
