"""What stands against a send: its cause, in a few words, and how sure the law is of it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Grade(StrEnum):
    """How sure it is that a send is forbidden."""

    LAW = "law"  # a statute, a carrier, a platform or the shop's own policy says so: it must not leave
    READING = "reading"  # a careful reading of it, or a margin: leaving and staying are both right


@dataclass(frozen=True, slots=True)
class Bar:
    """One thing that stands against a send: `cause` is a name to count by (`hours FL`, `holiday LA: Columbus Day`)."""

    cause: str
    grade: Grade = Grade.LAW
