"""The conversation module of returns."""

from __future__ import annotations

from handlers.conversation import Conversation
from handlers.conversation import conversation_facets as facets
from storage.promotions.promotion_personal_tables import PERSONAL

RETURNS = Conversation(name="returns", data=facets.OwnData(tables=PERSONAL))
