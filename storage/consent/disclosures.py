"""What people were shown before they agreed, in full: each wording is kept once, however many agreed to it.

Messages lose their texts after a time, and wordings change. What a consent rests on stays as it was read.
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
    """The words that somebody was shown, without what names them. ``template`` is the message's name where it was ours,
    ``locale`` the language where it is known."""

    text: str
    template: str | None = None
    locale: str | None = None

    @property
    def version(self) -> str:
        """Tells one wording from another: the beginning of the SHA-256 of its text."""
        return hashlib.sha256(self.text.encode()).hexdigest()[:16]

    @property
    def id(self) -> UUID:
        """The same for the same words of the same message in the same language."""
        whole = json.dumps([self.text, self.template, self.locale], ensure_ascii=False)
        return UUID(bytes=hashlib.sha256(whole.encode()).digest()[:16])


async def keep(tx: Transaction, shown: Disclosure, now: datetime) -> UUID:
    """Under which id it is kept; ``now`` is when it was first shown, where it was not kept yet."""
    values = {"text": shown.text, "template": shown.template, "locale": shown.locale}
    await tx.add_new(disclosures, id=shown.id, first_at=now, **values)
    return shown.id
