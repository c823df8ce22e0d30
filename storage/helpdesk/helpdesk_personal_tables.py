"""The table of the helpdesk that names people: customers who ask. A question's words are in messages alone."""

from __future__ import annotations

from storage.identity.personal_tables import Personal
from storage.schema import customer_questions

PERSONAL = (Personal(customer_questions, moves=True, more=True, told=True),)
