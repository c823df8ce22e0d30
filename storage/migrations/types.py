"""How a column type of ours is written into a step."""

from __future__ import annotations

from typing import Any, Literal

from alembic.autogenerate.api import AutogenContext

from storage.types import Id, Moment


def render(kind: str, item: Any, _context: AutogenContext) -> str | Literal[False]:
    """Our own types by their names, which every step imports; everything else as Alembic writes it."""
    return f"{type(item).__name__}()" if kind == "type" and isinstance(item, Id | Moment) else False
