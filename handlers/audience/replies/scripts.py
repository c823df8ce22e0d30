"""Clauses of Hindi as it is written: in both scripts it is two languages, "hindi" and "hinglish"."""

from __future__ import annotations

from flows.audience.criteria import Any, Compared
from handlers.audience.replies.kinds import Reads, plain
from handlers.audience.replies.meanings import is_so

_BOTH = (
    "(?:{both} )?(?:{hindi_script}(?: {script})? (?:{or}|{and}) {latin_script}(?: {script})?"
    "|{latin_script}(?: {script})? (?:{or}|{and}) {hindi_script}(?: {script})?|{both} {script})(?: {both})?"
    "(?: (?:me|mein|में|pe|ke|ki))?(?!\\w)"
)
SCRIPTS: tuple[Reads, ...] = (
    plain(f"(?:{{in}} |{{speak}} )?{{hindi}} (?:{{case}} )?(?:{{speakers}} )?(?:{{be}} )?,? ?\\(? ?{_BOTH} ?\\)?",
          is_so(Any((Compared("language", "=", "hi"), Compared("language", "=", "hi-Latn"))))),
)  # fmt: skip
