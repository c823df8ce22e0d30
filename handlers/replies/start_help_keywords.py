"""Keywords to return after an opt-out, and to ask for help, as the whole text."""

from handlers.replies.word_grammar import Vocabulary
from handlers.replies.word_lists import read_words

_START = Vocabulary(read_words("start"))
_HELP = Vocabulary(read_words("help"))
_ANY_START = "(soft|contact|again|back|thing|start|sign|full|comma)*"
_STARTING = _START.rule(f"{_ANY_START}start{_ANY_START}|(soft)*contact(soft|contact)*again(soft|full|sign)*")
_HELPING = _HELP.rule("(help|soft|sign|full|comma)*help(help|soft|sign|full|comma)*")
_STARTS, _HELPS = _START.openings("start", "contact"), _HELP.openings("help")


def is_start(words: list[str]) -> bool:
    """Return True for START and its translations; "start?" counts too, a longer question does not."""
    if _STARTS.isdisjoint(words):
        return False
    return ("?" not in words or len(words) == 2) and _STARTING.fullmatch(_START.encode(words)) is not None


def is_help(words: list[str]) -> bool:
    """Return True for HELP and its translations."""
    return not _HELPS.isdisjoint(words) and _HELPING.fullmatch(_HELP.encode(words)) is not None
