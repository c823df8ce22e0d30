"""What the samples' customers write (`words.toml`), each in the language that their shop's system tells of them."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from importlib.resources import files

_WORDS = tomllib.loads((files("bot.simulator") / "words.toml").read_text(encoding="utf-8"))

YES: Mapping[str, Sequence[str]] = _WORDS["yes"]
STOP: Mapping[str, Sequence[str]] = _WORDS["stop"]
LATER: Mapping[str, Sequence[str]] = _WORDS["later"]
WHERE: Mapping[str, str] = _WORDS["where"]
