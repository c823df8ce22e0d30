"""Words as they are typed in a hurry: "how much r d shorts", "wat sizes do u hv"."""

import re

from handlers.replies.word_lists import read_words
from handlers.sourcing.replies.joining import whole

_WRITTEN = {short: word for word, shorts in read_words("sourcing:text_speak").items() for short in shorts}
_SHORT = re.compile(whole(_WRITTEN))
_FOR = re.compile(r"(?<![^\W_])4(?= (?:the|a|an|this|that|these|those|me|my)(?![^\W_]))", re.IGNORECASE)
_THE = re.compile(r"(?<![^\W_])d(?= [^\W\d_]{3})")


def written_out(text: str) -> str:
    """The text with such words as they are spelt. Capitals are left: "R" may be a size."""
    text = _THE.sub("the", text)
    return _FOR.sub("for", _SHORT.sub(lambda found: _WRITTEN[found[0]], text))
