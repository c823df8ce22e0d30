"""What was shown before a consent; where somebody answered our question, it is taken from that, if it is there yet."""

import hashlib
import json
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from alembic import op

from storage.types import Id, Moment

revision = "0010"
down_revision = "0009"


def _table(table: str, **columns: Any) -> sa.TableClause:
    known = {"business": sa.String(), "id": Id(), **columns}
    return sa.table(table, *(sa.column(column, kind) for column, kind in known.items()))


_TEXT = sa.Text()
_CONSENTS = _table(
    "consents", contact=Id(), address=Id(), text=_TEXT, action=_TEXT, at=Moment(), shown=Id(), means=_TEXT
)
_MESSAGES = _table(
    "messages", address=Id(), direction=_TEXT, template=_TEXT, text=_TEXT, locale=_TEXT, left_at=Moment()
)
_CONTACTS = _table("contacts", name=_TEXT)
_DISCLOSURES = _table("disclosures", text=_TEXT, template=_TEXT, locale=_TEXT, version=_TEXT, first_at=Moment())
_ASK = "opt_in_ask"


def upgrade() -> None:
    op.create_table(
        "disclosures",
        sa.Column("business", sa.String(), nullable=False),
        sa.Column("id", Id(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("template", sa.String(), nullable=True),
        sa.Column("locale", sa.String(), nullable=True),
        sa.Column("version", sa.String(), nullable=False),
        sa.Column("first_at", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("business", "id", name=op.f("pk_disclosures")),
    )
    with op.batch_alter_table("consent_proofs", schema=None) as batch_op:
        batch_op.add_column(sa.Column("words", sa.Text(), nullable=True))

    with op.batch_alter_table("consents", schema=None) as batch_op:
        batch_op.add_column(sa.Column("shown", Id(), nullable=True))
        batch_op.add_column(sa.Column("means", sa.String(), nullable=True))
    _keep_what_was_asked()


def _keep_what_was_asked() -> None:
    """Release 0.1.0 kept the name of the question alone, and its messages lose their texts."""
    connection, kept = op.get_bind(), set[tuple[str, UUID]]()
    same = sa.and_(_CONTACTS.c.business == _CONSENTS.c.business, _CONTACTS.c.id == _CONSENTS.c.contact)
    answered = sa.and_(_CONSENTS.c.text == _ASK, _CONSENTS.c.action == "confirmed")
    lines = sa.select(_CONSENTS, _CONTACTS.c.name).select_from(_CONSENTS.join(_CONTACTS, same)).where(answered)
    for line in connection.execute(lines.order_by(_CONSENTS.c.id)).all():
        asked = connection.execute(_question(line)).first()
        if asked is None:
            continue
        text = _nameless(asked.text, line.name)
        values = {"business": line.business, "id": _id(text, asked.locale), "text": text, "locale": asked.locale}
        if (line.business, values["id"]) not in kept:
            kept.add((line.business, values["id"]))
            version = hashlib.sha256(text.encode()).hexdigest()[:16]
            insert = _DISCLOSURES.insert().values(**values, template=_ASK, version=version, first_at=asked.left_at)
            connection.execute(insert)
        here = sa.and_(_CONSENTS.c.business == line.business, _CONSENTS.c.id == line.id)
        connection.execute(_CONSENTS.update().where(here).values(shown=values["id"], means="answer"))


def _question(line: sa.Row[Any]) -> sa.Select[Any]:
    """The last one that had left there by then, if it has its text still."""
    there = sa.and_(_MESSAGES.c.business == line.business, _MESSAGES.c.address == line.address)
    left = sa.and_(_MESSAGES.c.direction == "out", _MESSAGES.c.template == _ASK, _MESSAGES.c.left_at <= line.at)
    query = sa.select(_MESSAGES).where(there, left, _MESSAGES.c.text.is_not(None))
    return query.order_by(_MESSAGES.c.left_at.desc()).limit(1)


def _nameless(text: str, name: str | None) -> str:
    for word in sorted({name or "", *(name or "").split()} - {""}, key=len, reverse=True):
        text = text.replace(word, "{name}")
    return text


def _id(text: str, locale: str | None) -> UUID:
    """As storage/disclosures.py makes it."""
    whole = json.dumps([text, _ASK, locale], ensure_ascii=False)
    return UUID(bytes=hashlib.sha256(whole.encode()).digest()[:16])
