"""What the law may ask and Parley does not do: told after all that was looked at, so that nobody takes it for done."""

from __future__ import annotations

from dataclasses import dataclass


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


UNDONE = (
    Undone("look numbers up in do-not-call registries, of the nation or of a state", "docs/law.md"),
    Undone(
        "ask the Reassigned Numbers Database whether a number has changed hands",
        "docs/law.md",
        "one that comes with another person's id starts without consent",
    ),
    Undone(
        "hear of declared emergencies, in which Louisiana and New York forbid telemarketing",
        "docs/configuration.md",
        "close the state by [policy] closed_states",
    ),
    Undone(
        "know local holidays: Acadian Day in Louisiana, Mardi Gras in two counties of Alabama, Good Friday and "
        "26 December in Alsace-Moselle, the days of overseas France",
        "docs/law.md",
        "close them by [policy] closed_days",
    ),
    Undone(
        "register anything: brand and campaign for A2P 10DLC, entity and texts for DLT",
        "README.md",
        "without DLT ids no SMS leaves to India",
    ),
    Undone(
        "erase copies of the database, the provider's own records, and chats on the phones of your staff and shops",
        "docs/operations/README.md",
    ),
)
