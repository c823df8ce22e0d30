"""Questions of customers to the staff, and saved answers."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, Index, Integer, String, Text, UniqueConstraint

from storage.schema.tenancy import index, make_actor_columns, points, tenants
from storage.sql.column_types import Id, Moment

# The customer's words are in the messages alone.
customer_questions = tenants(
    "customer_questions",
    Column("number", Integer, nullable=False),  # the staff's name for it: /question_12
    Column("contact", Id, nullable=False),
    Column("address", Id, nullable=False),  # of their messages, and the answers
    Column("message", Id, nullable=False),  # the first unanswered one
    Column("asked_at", Moment, nullable=False),
    Column("taken_by", Id),  # a member of the staff
    Column("taken_at", Moment),
    Column("snoozed_until", Moment),
    Column("nudges", Integer, nullable=False, server_default="0"),
    Column("nudged_at", Moment),
    Column("away_told_at", Moment),  # when the customer learned that nobody answers before the business opens
    Column("ended_at", Moment),
    Column("ended", String),  # answered, saved (a saved answer, sent by itself), closed, opted_out, erased
    Column("ended_by", Id),  # a member of the staff
    Column("saved", String),  # the saved answer that was sent, by its name
    points("contact", "contacts"),
    points("address", "addresses"),
    points("message", "messages"),
    UniqueConstraint("business", "number"),
)
index(
    "uq_customer_questions_open", customer_questions.c.business, customer_questions.c.address,
    where="ended_at IS NULL", unique=True,
)  # fmt: skip
Index("ix_customer_questions_contact", customer_questions.c.business, customer_questions.c.contact)
Index("ix_customer_questions_asked", customer_questions.c.business, customer_questions.c.asked_at)

# A row for each wording ever, so that a change can be undone: those without ``until`` are current.
saved_answers = tenants(
    "saved_answers",
    Column("name", String, nullable=False),
    Column("locale", String, nullable=False),
    Column("text", Text, nullable=False),
    Column("allowed", Boolean, nullable=False),  # whether it is sent without asking
    Column("since", Moment, nullable=False),
    Column("until", Moment),
    *make_actor_columns(),
)
index(
    "uq_saved_answers_held", saved_answers.c.business, saved_answers.c.name, saved_answers.c.locale,
    where="until IS NULL", unique=True,
)  # fmt: skip

# The business file's last text of each saved answer: if the file repeats it, a change in chat stays.
filed_answers = tenants("filed_answers", Column("text", Text, nullable=False), keys=("name", "locale"))
