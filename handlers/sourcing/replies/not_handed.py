"""Whether a shop takes a handover back in words: "sorry, not given yet", "galti se likha, abhi nahi diya".

What is denied stands beside the denial, so that "handed over the shorts, not the kurta" denies no handover, and every
word has to be understood, as of a handover itself.
"""

from collections.abc import Sequence

from handlers.replies.grammar import Vocabulary
from handlers.replies.word_lists import read_words

_WORDS = Vocabulary(read_words("sourcing:not_handed"))
_GIVEN = "given|given_hindi|given_spanish"
_SIGNS = "full|comma|sign"
_BESIDE = f"beside|already|mistake|wrote|{_SIGNS}"
_DENIALS = (
    "(not|nobody)(beside)*given",
    "(no|nobody)(beside)*given_spanish",
    "nahi(beside)*given_hindi",
    "(given_hindi|given)nahi",
)
_SAYS_NOT = _WORDS.rule(
    f"({_BESIDE}|no|nobody|nahi)*(denied)({_BESIDE}|denied)*", denied="|".join(f"({one})" for one in _DENIALS)
)
_WROTE_IT = _WORDS.rule(f"({_BESIDE}|no)*(mistake({_BESIDE})*({_GIVEN})|({_GIVEN})({_BESIDE})*mistake)({_BESIDE})*")


def denies_handing(said: Sequence[str]) -> bool:
    """Whether these words, without the names of orders and goods, say that nothing was handed over, and no more."""
    encoded = _WORDS.encode(list(said))
    return any(rule.fullmatch(encoded) is not None for rule in (_SAYS_NOT, _WROTE_IT))
