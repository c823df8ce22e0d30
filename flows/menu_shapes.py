"""Menus under a free text on WhatsApp, drawn by the vendor from a content template that consists of variables.

Within 24 hours after a person wrote, WhatsApp accepts reply buttons and lists without approving the text:
https://www.twilio.com/docs/content/twilio-quick-reply, https://www.twilio.com/docs/content/twilio-list-picker. Each
number of choices has one content template; its variables are the text, the labels and the ids.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from flows.channels import SessionMenus
from flows.delivery import Key

_CUT = "…"


class MenuKind(StrEnum):
    """How choices are drawn."""

    BUTTONS = "buttons"
    LIST = "list"  # titles alone
    DETAILS = "details"  # titles, each with a second line


@dataclass(frozen=True, slots=True)
class MenuShape:
    """One content template at the vendor: the kind of menu, and its number of choices."""

    kind: MenuKind
    choices: int

    @property
    def name(self) -> str:
        """Return the permanent name, also used at the vendor."""
        return f"parley_{self.kind}_{self.choices}"


def list_shapes(can: SessionMenus) -> tuple[MenuShape, ...]:
    """Return every shape that a channel can draw."""
    buttons = (MenuShape(MenuKind.BUTTONS, count) for count in range(1, can.buttons + 1))
    lists = (MenuShape(kind, n) for kind in (MenuKind.LIST, MenuKind.DETAILS) for n in range(1, can.rows + 1))
    return (*buttons, *lists)


def choose_shape(body: str, keys: Sequence[Key], can: SessionMenus) -> MenuShape | None:
    """Return the shape for these choices; None if the channel cannot draw them.

    A link is no choice. If a label is too long for a button, a list is used, which splits the label into title and
    detail.
    """
    if not keys or any(key.url for key in keys) or not body or len(body) > can.longest:
        return None
    plain = all(len(key.text) <= can.label and not key.detail for key in keys)
    if plain and len(keys) <= can.buttons:
        return MenuShape(MenuKind.BUTTONS, len(keys))
    if len(keys) > can.rows:
        return None
    titled = all(len(key.text) <= can.title and not key.detail for key in keys)
    return MenuShape(MenuKind.LIST if titled else MenuKind.DETAILS, len(keys))


def variables(shape: MenuShape, body: str, keys: Sequence[Key], opens: str, can: SessionMenus) -> Mapping[str, str]:
    """Return the values of a content template by their numbers. ``opens`` is the label of the button that opens
    a list."""
    parts = [body] if shape.kind is MenuKind.BUTTONS else [body, opens[: can.label]]
    for key in keys:
        parts += _parts(shape.kind, key, can)
    return {str(number): part for number, part in enumerate(parts, start=1)}


def _parts(kind: MenuKind, key: Key, can: SessionMenus) -> Iterator[str]:
    if kind is MenuKind.BUTTONS:
        yield from (key.text, key.id)
        return
    yield from (_cut(key.text, can.title), key.id)
    if kind is MenuKind.DETAILS:
        yield _cut(_detail(key, can), can.detail)


def _detail(key: Key, can: SessionMenus) -> str:
    """Return the second line of a row. It repeats a title that was cut, and is never empty, as the vendor
    refuses that."""
    whole = key.text if len(key.text) > can.title or not key.detail else ""
    return " · ".join(part for part in (whole, key.detail) if part)


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else text[: most - len(_CUT)] + _CUT
