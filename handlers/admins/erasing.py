"""/erase: what names a person is deleted, for good; shown first, and done when it is confirmed."""

from __future__ import annotations

from uuid import UUID

from flows.phrase import Lines, Text, phrase, tap
from handlers.admins.command import OWNERS, Command
from handlers.admins.whom import PERSON
from handlers.erasing import Erase, erase, would_erase


def _erased(_contact: UUID) -> Text:
    return Lines((phrase("erased"), phrase("next", command=tap("orders"))))


ERASE = Command(
    name="erase",
    aliases=("forget",),
    arguments=(PERSON,),
    takes=Erase,
    preview=would_erase,
    does=erase,
    says=_erased,
    roles=OWNERS,
    topic="people",
    acts=True,
)
