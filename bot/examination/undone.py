"""What the law may ask and Parley does not do: told after all that was looked at, so that nobody takes it for done."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Undone:
    """Something that is left to whoever runs Parley, and the ``page`` of the documentation that tells more."""

    text: str
    page: str


UNDONE = (
    Undone("numbers are not looked up in do-not-call registries", "docs/law.md"),
    Undone(
        "numbers are not looked up in the Reassigned Numbers Database; "
        "one that comes with another person's id starts without consent",
        "docs/law.md",
    ),
    Undone(
        "declared emergencies (Louisiana, New York) are not heard of: close the state by [policy] closed_states",
        "docs/configuration.md",
    ),
    Undone(
        "local holidays (Acadian Day, Mardi Gras outside Louisiana, Alsace-Moselle, overseas France) are not known: "
        "close them by [policy] closed_days",
        "docs/law.md",
    ),
    Undone(
        "nothing is registered for you, neither brand and campaign for 10DLC nor entity and texts for DLT; "
        "without DLT ids no SMS leaves to India",
        "README.md",
    ),
    Undone(
        "copies of the database, and chats on the phones of staff and shops, are not erased",
        "docs/operations/README.md",
    ),
)
