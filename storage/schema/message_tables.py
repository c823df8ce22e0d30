"""Messages, with questions, mentions and verdicts."""

from __future__ import annotations

from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Index,
    LargeBinary,
    SmallInteger,
    String,
    Text,
    UniqueConstraint,
    false,
)

from storage.schema.tenancy import index, points, tenants
from storage.sql.column_types import Id, Moment

messages = tenants(
    "messages",
    Column("direction", String, nullable=False),  # in, out
    Column("key", String, nullable=False),  # in: channel and provider id; out: a unique key
    Column("channel", String, nullable=False),
    Column("address", Id, nullable=False),
    Column("contact", Id, nullable=False),
    Column("sender", Id),
    Column("purpose", String, nullable=False),
    Column("programme", String),
    Column("partner", String, nullable=False, server_default=""),  # whose offer it is, a folded name
    Column("kind", String, nullable=False),
    Column("template", String),
    Column("locale", String),
    Column("data", Text),  # the values of a template, as JSON; kept with the text's lifetime
    Column("text", Text),
    Column("content", String),  # the provider's id of the approved template sent in place of the text
    Column("variables", Text),  # its values, as JSON
    Column("buttons", Text),
    Column("menu", String),  # the name of the menu behind the vendor's buttons
    Column("media", Text),
    Column("status", String, nullable=False),
    Column("status_at", Moment, nullable=False),
    Column("due_at", Moment),
    Column("created_at", Moment, nullable=False),
    Column("left_at", Moment),  # marked sending: caps and lift count from it
    Column("sent_at", Moment),
    Column("delivered_at", Moment),
    Column("read_at", Moment),
    Column("opened_at", Moment),  # a mail program first fetched its picture: for reports alone, and never a receipt
    Column("expires_after", BigInteger),  # microseconds of lateness from the first permitted minute
    Column("latest", Moment),
    Column("provider_id", String),
    Column("price", BigInteger),  # micro-units
    Column("price_currency", String),
    Column("code", String),
    Column("run", Id),
    Column("experiment", String),  # the plan or campaign that draws its person
    Column("campaign", Id),
    Column("step", SmallInteger),
    Column("variant", SmallInteger),  # the wording of its campaign, or arm of its step, counted from 0
    Column("subject_kind", String),  # its subject: cart, reservation, …
    Column("subject", Id),
    Column("reply_to", Id),  # the message of ours (in) or theirs (out) that this one answers
    Column("about", Id),  # a staff message: the customer's address it is about
    Column("fallback_of", Id),
    Column("edited_at", Moment),  # the last change of its text after departure
    Column("attempted_at", Moment),  # elapsed time of the last call
    Column("heard_at", Moment),  # elapsed time, of an inbound message
    Column("unwritten", Boolean, nullable=False, server_default=false()),  # inbound, and not written by a person
    Column("asked", SmallInteger, nullable=False, server_default="0"),  # how often the provider was asked about it
    Column("judged_by", Id),  # the ruling that let it leave
    UniqueConstraint("business", "key"),
    points("address", "addresses"),
    points("contact", "contacts"),
)


def _index_known(name: str, column: str, *order: Column[Any]) -> None:
    """Create an index of the rows with a value: most rows have none when written, and a campaign writes many
    at once.
    """
    columns = (messages.c.business, messages.c[column], *order)
    index(f"ix_messages_{name}", *columns, where=f"{column} IS NOT NULL")


Index("ix_messages_thread", messages.c.business, messages.c.address, messages.c.id)
Index("ix_messages_contact", messages.c.business, messages.c.contact, messages.c.left_at)
_index_known("provider", "provider_id")
_index_known("left", "left_at")
_index_known("run", "run", messages.c.id)
_index_known("subject", "subject", messages.c.id)
_index_known("experiment", "experiment", messages.c.id)
ASKS = "messages.kind = 'opt_in_ask'"  # queries use these words, as FLYING
_ASKED = f"{ASKS.removeprefix('messages.')} AND left_at IS NOT NULL"
index("ix_messages_asks", messages.c.business, messages.c.left_at, where=_ASKED)
FLYING = "messages.status IN ('sending', 'unknown')"  # queries use these words, or SQLite ignores the index
index("ix_messages_flying", messages.c.business, messages.c.contact, where=FLYING.removeprefix("messages."))

attachments = tenants(
    "attachments",  # our file with the message of that id, until a week after its end
    Column("contact", Id, nullable=False),
    Column("name", String, nullable=False),
    Column("media_type", String, nullable=False),
    Column("body", LargeBinary, nullable=False),
    points("id", "messages"),
    points("contact", "contacts"),
)

questions = tenants(
    "questions",  # the question of our message, until its answer or its time limit
    Column("contact", Id, nullable=False),
    Column("address", Id, nullable=False),
    Column("message", Id, nullable=False),
    Column("expects", String, nullable=False),  # the reader of the answer: handlers/conversation
    Column("about_kind", String),
    Column("about", Id),
    Column("choices", Text),  # the offered answers, as JSON
    Column("data", Text),  # further data for their reader, as JSON
    Column("stays", Boolean, nullable=False),  # also open after later messages
    Column("asked_at", Moment, nullable=False),
    Column("expires_at", Moment, nullable=False),
    Column("answered_at", Moment),
    Column("token", String),  # a keyed hash of its buttons' token
    Column("answer", String),  # the confirmation: "do" or "no"
    UniqueConstraint("business", "message"),
    points("contact", "contacts"),
    points("address", "addresses"),
    points("message", "messages"),
)
Index("ix_questions_address", questions.c.business, questions.c.address, questions.c.message)
Index("ix_questions_contact", questions.c.business, questions.c.contact)
_BY_TOKEN = (questions.c.business, questions.c.token, questions.c.message)
index("ix_questions_token", *_BY_TOKEN, where="token IS NOT NULL")
_WAITING = "about IS NOT NULL AND answered_at IS NULL"
index("ix_questions_about", questions.c.business, questions.c.about, where=_WAITING)

mentions = tenants(
    "mentions",  # a message to or from the staff or a shop, and a customer that it names or may quote
    points("message", "messages"),
    points("contact", "contacts"),
    keys=("message", "contact"),
)
Index("ix_mentions_contact", mentions.c.business, mentions.c.contact)

verdicts = tenants(
    "verdicts",
    Column("message", Id, nullable=False),
    Column("at", Moment, nullable=False),
    Column("outcome", String, nullable=False),
    Column("rule", String, nullable=False),
    Column("reason", String, nullable=False),
    Column("until", Moment),
    Column("judged_by", Id),  # the ruling that decided
    points("message", "messages"),
)
Index("ix_verdicts_message", verdicts.c.business, verdicts.c.message, verdicts.c.id)

rulings = tenants(
    "rulings",  # a set of rules at the moment of a judgement; its id is made of its content
    Column("rules", Text, nullable=False),  # jurisdiction, rule, wording, source and first day of each, as JSON
    Column("version", String, nullable=False),  # of the packaged rules
    Column("first_at", Moment, nullable=False),
)
