"""Kinds of calls that flows of any conversation may make to other systems: of a Call and the Called that answers it.
Kinds of one conversation are in its folder, ``flows/<conversation>/calls.py``."""

from __future__ import annotations

DISCOUNT = "discount"
PAYMENT_LINK, CANCEL_LINK, LOOK_LINK = "payment_link", "cancel_link", "look_link"
REFUND, LOOK_REFUND = "refund", "look_refund"
FETCH_MEDIA = "fetch_media"
PROPOSAL, COMMAND_PROPOSAL = "proposal", "command_proposal"
