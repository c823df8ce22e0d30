"""Who has no address, or no postal code, to tell: "I don't have one", "mere paas pin nahi hai"."""

from handlers.replies.word_lists import read_words
from handlers.sourcing.replies.address_meant import said, typed
from handlers.sourcing.replies.recipients import unaccented

_ANY = {name: typed(listed) for name, listed in read_words("sourcing:address_told").items()}
_OF_IT = rf"(?:{_ANY['none of it']}|{_ANY['beside none']})"
_NONE = said(rf"[\s,.]*(?:{_OF_IT}[\s,.]+)*{_ANY['none']}(?:[\s,.]+{_OF_IT})*[\s,.]*")
_NAMES = said(_ANY["none of it"])


def has_none(text: str) -> bool:
    """Whether a text says that there is none, and nothing else."""
    return _NONE.fullmatch(unaccented(text)) is not None


def names_what_is_not(text: str) -> bool:
    """Whether it says of what: "I don't have one", and not "nahi hai" alone."""
    return _NAMES.search(unaccented(text)) is not None
