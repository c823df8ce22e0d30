"""What the law may ask and Parley does not do: told after all that was looked at, so that nobody takes it for done."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Undone:
    """``what`` is left to whoever runs Parley, in the words of docs/law.md.

    ``beside`` says what to do instead, or what follows; ``page`` of the documentation tells more.
    """

    what: str
    page: str
    beside: str = ""

    @property
    def text(self) -> str:
        """As it is told: Parley does not …"""
        return "; ".join(filter(None, (self.what, self.beside)))


def undone() -> tuple[Undone, ...]:
    """All that is left undone (`undone.toml`)."""
    read = tomllib.loads((Path(__file__).parent / "undone.toml").read_text(encoding="utf-8"))
    return tuple(Undone(**one) for one in read["undone"])
