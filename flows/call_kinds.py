"""What flows of any conversation may ask other systems for, by name: the kind of a Call, and of the Called that answers
it. Those of one conversation stand in its folder, ``flows/<conversation>/calls.py``."""

from __future__ import annotations

DISCOUNT = "discount"
PAYMENT_LINK, CANCEL_LINK, LOOK_LINK = "payment_link", "cancel_link", "look_link"
REFUND, LOOK_REFUND = "refund", "look_refund"
FETCH_MEDIA = "fetch_media"
PROPOSAL, COMMAND_PROPOSAL = "proposal", "command_proposal"
