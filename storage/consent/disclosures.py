"""The full words shown before an agreement: each wording is stored once, for any number of consents.

Messages lose their texts after a time, and wordings change. The basis of a consent stays as it was read.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from storage.schema import disclosures
from storage.sql.transaction import Transaction


@dataclass(frozen=True, slots=True)
class Disclosure:
    """The shown words, without names. ``template`` is the name of our own message, ``locale`` the language,
    if known.
    """

    text: str
    template: str | None = None
    locale: str | None = None

    @property
    def version(self) -> str:
        """Return the version of a wording: the beginning of the SHA-256 of its text."""
        return hashlib.sha256(self.text.encode()).hexdigest()[:16]

    @property
    def id(self) -> UUID:
        """Return the id: the same for the same words of the same message in the same language."""
        whole = json.dumps([self.text, self.template, self.locale], ensure_ascii=False)
        return UUID(bytes=hashlib.sha256(whole.encode()).digest()[:16])


async def keep(tx: Transaction, shown: Disclosure, now: datetime) -> UUID:
    """Store a disclosure and return its id; ``now`` is when it was first shown, if it is new."""
    values = {"text": shown.text, "template": shown.template, "locale": shown.locale}
    await tx.add_new(disclosures, id=shown.id, first_at=now, **values)
    return shown.id
