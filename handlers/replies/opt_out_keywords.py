"""Opt-out words by their role in a sentence, and the patterns of a text that is only a keyword."""

from collections.abc import Sequence
from functools import cache
from re import Pattern

from handlers.replies.known_words import respell_words
from handlers.replies.word_grammar import Vocabulary
from handlers.replies.word_lists import read_words

_UNWEIGHED = frozenset({"lacking", "to_write", "offered"})  # classes that only rules know
_DULL = _UNWEIGHED | {"soft", "polite", "sign", "other", "full", "comma"}  # classes that carry no meaning here
_ENDING = (
    "plain", "cease", "halt", "quit", "cancel", "bare", "faint", "unsub", "unsubbed", "opt", "removal", "erasing",
    "remove_me", "idiom", "shoo", "wrong_number", "dont", "didnt", "no", "nahi", "mat", "na", "not_", "nomore",
    "lacking", "rok", "band", "band_hi",
)  # fmt: skip
"""Classes of words that end something, or deny."""
_SIZES = frozenset({"s", "m", "l", "xs", "xl", "xxl"})


class Keywords:
    """The classes of opt-out words, and the patterns of a text that is only a keyword."""

    def __init__(self) -> None:
        self._words = Vocabulary(read_words("opt_out", "opt_out_world"))
        parts = {"closing": "soft|polite|again|sign", "stop": "plain|cease"}
        self._alone = [
            self._words.rule(pattern, **parts)
            for pattern in (
                "^(closing|full|comma|i|tell|wish)*(stop|bare|para|rok|unsub)"
                "(stop|bare|closing|full|comma|kar|do|you|unsub|me|to|quit)*$",
                # A subject that "is" so ("बंद है") is shut, and a question asks whether it is.
                "^(polite|sign|full|comma|i|tell|wish|again)*band_hi(polite|sign|full|comma|stop|you|me|again)*$",
                "^(closing|full|comma|i|tell|wish)*band_hi(closing|full|comma|you|me)*(kar|do)(closing|full|comma|kar|do|you|me)*$",
                "^(polite|sign|full|comma)*(quit|cancel)(quit|cancel|polite|sign|full|comma|stop)*$",
                "^(polite|sign|full|comma)*removal(polite|sign|full|comma)*$",
                "^(polite|soft|sign|full|comma|i|wish|tell)*((take|removal|erasing)me|remove_me)(polite|soft)*"
                "off(soft|you|this|my)*list(polite|soft|sign|full|comma|you)*$",
                "^(polite|sign|full|comma)*alone(alone|polite|sign|full|comma)*$",
                # "STOP to end", copied from our message.
                "^(polite|sign|i|again|to|comma)*(stop|quit|cancel|unsub)+(comma)*to(soft|you|off)*"
                "(unsub|quit|cancel|halt|stop)(closing|text|channel|full|comma)*$",
            )
        ]
        # As a clause of its own at the beginning or the end.
        self._edges = [
            self._words.rule(pattern, **parts)
            for pattern in (
                "^(polite|sign|soft|full|comma)*plain(plain|polite|sign|again)*(full|comma|sign)",
                "(full|sign|[^full comma][^full comma]comma)(polite|sign)*plain(plain|polite|sign|full|comma|again)*$",
            )
        ]

        (self._why,) = self._words.letters("why")  # "why don't you stop" asks for it
        between = "(polite|soft|me|my|wish|to|tell|asked_for|off|number|how)"
        ends = "(unsub|unsubbed|erasing|removal|remove_me|opt|halt|cease|plain|quit|cancel|faint|take)"
        # A denied end of our messages: "do not take me off your list", "band mat karo", "no dejen de escribir".
        self._denied = [
            self._words.rule(pattern)
            for pattern in (
                f"(dont|not_|no|ne|i(soft|polite)*didnt){between}*{ends}",
                "mat(kar)?(erasing|rok|band|band_hi|removal)",
                "(erasing|removal|band|band_hi|rok|plain|unsub)(kar)?mat(kar|do|polite|sign|full)*$",
                "(plain|band|band_hi|rok)mat(kar|do)",
                "(soft|comma)dont(polite|sign|full)*$",
            )
        ]

        self._plain = self._words.rule("^(polite|sign|full|comma)*plain(plain|polite|sign|full|comma)*$")

        # Without one of these no clause of a text ends our messages.
        self._ends = self._words.letters(
            *("plain", "cease", "halt", "quit", "cancel", "para", "bare", "unsub", "opt", "rok", "removal", "erasing"),
            *("remove_me", "idiom", "alone", "band", "band_hi", "list", "texting", "to_write", "text", "channel"),
            *("reminder", "subscription", "offered", "shoo", "wrong_number"),
        )

        # An end and nothing else, of our messages or of the question's subject; a shop that "band hai" is shut.
        own = "me|my|you|i|to|off|text|texting|channel|list|number|reminder|subscription"
        beside = f"polite|soft|this|{own}|send|again|kar|do|sign|full|comma"
        end = "plain|cease|halt|quit|cancel|bare|faint|unsub|opt|rok|removal|erasing|remove_me|idiom|shoo|wrong_number"
        shut = "(band|band_hi)(?=kar|do|text|me|polite|sign|full|comma|$)"
        self._end = self._words.rule(f"^({beside})*({end}|{shut})({beside}|{end}|{shut})*$")

    def classes(self, words: list[str]) -> str:
        """Return the classes of these words, a letter each."""
        return self._words.encode(words)

    def list_strange(self, words: list[str]) -> list[str]:
        """Return the words that are in no class."""
        (other,) = self._words.letters("other")
        return [said for letter, said in self._words.classify(words) if letter == other]

    def rule(self, pattern: str, **parts: str) -> Pattern[str]:
        """Make a rule over the classes of these words."""
        return self._words.rule(pattern, **parts)

    def has_one(self, classes: str, *names: str) -> bool:
        """Return True if a word of one of these classes is present."""
        return not self._words.letters(*names).isdisjoint(classes)

    def ends_or_denies(self, classes: str) -> bool:
        """Return True if one of these classes is a negation or ends our messages or an order."""
        return self.has_one(classes, *_ENDING)

    def respell(self, words: Sequence[str]) -> list[str]:
        """Repair typing errors; a listed word is not changed into another ("publi", short for "publicidad")."""
        pairs = zip(words, respell_words(words), strict=True)
        return [typed if typed == meant or self._words.lists(typed) else meant for typed, meant in pairs]

    def list_telling(self, classes: str) -> list[str]:
        """Return the names of those classes that are evidence of an opt-out or against it."""
        return [name for name in self._words.names(classes) if name not in _DULL]

    def are_all(self, words: Sequence[str], classes: str) -> bool:
        """Return True if the text is only a keyword. "para 2" and "para M" are not: "for two", "of size M"."""
        if any(word in _SIZES or (word.isdigit() and word == words[-1]) for word in words[1:]):
            return False
        return any(one.search(classes) for one in self._alone)

    def are_plain(self, classes: str) -> bool:
        """Return True if the text is only a plain keyword: "stop please", but not "end it"."""
        return self._plain.search(classes) is not None

    def may_end(self, classes: str) -> bool:
        """Return True if one of the words can make a clause an opt-out."""
        return not self._ends.isdisjoint(classes)

    def is_only_end(self, classes: str) -> bool:
        """Return True if the text is only about an end: "end it", "delete me"."""
        return self._end.search(classes) is not None

    def are_denied(self, classes: str) -> bool:
        """Return True if a negation applies to the end of our messages: it revokes nothing, but may be a stop."""
        return self._why not in classes and any(one.search(classes) for one in self._denied)

    def stand_at_an_edge(self, classes: str) -> bool:
        """Return True if a keyword is a clause of its own at the beginning or end: "STOP, I'm driving"."""
        return any(one.search(classes) for one in self._edges)


@cache
def load_keywords() -> Keywords:
    """Return the keywords of all languages, loaded with the first text."""
    return Keywords()
