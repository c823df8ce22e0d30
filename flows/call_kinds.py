"""Kinds of calls to other systems that flows of any conversation may make; a Call and the Called that answers it share
a kind. Kinds of one conversation are in ``flows/<conversation>/calls.py``."""

from __future__ import annotations

DISCOUNT = "discount"
PAYMENT_LINK, CANCEL_LINK, LOOK_LINK = "payment_link", "cancel_link", "look_link"
REFUND, LOOK_REFUND = "refund", "look_refund"
FETCH_MEDIA = "fetch_media"
PROPOSAL, COMMAND_PROPOSAL = "proposal", "command_proposal"
