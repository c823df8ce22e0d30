"""What the ready audiences are called in phrases, in any language of the staff."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from flows.audience.criteria import Compared, Criteria
from flows.audience.expanding import AUDIENCE
from handlers.replies.text import normalise
from handlers.replies.word_lists import read_words


@cache
def ready_names() -> Mapping[str, Criteria]:
    """The ready audiences by their names in phrases, each as criteria that name the audience."""
    listed = read_words("audience:ready")
    return {normalise(name): Compared(AUDIENCE, "=", ready) for ready, names in listed.items() for name in names}
