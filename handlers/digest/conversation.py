"""The conversation module of the staff's daily digest."""

from __future__ import annotations

from flows import digest
from handlers.conversation import Conversation, Flow
from handlers.conversation import conversation_facets as facets
from handlers.digest import digest_command, digest_text, digest_undo

DIGEST = Conversation(
    name="digest",
    flows=(
        Flow(
            digest.NAME, digest.Morning, digest.decide, digest_text.load_facts, write=digest_text.write,
            waits={"hour": "{who} gets the daily digest"},
            does=(digest.Tell,), mute=True,
        ),
    ),
    staff=facets.StaffTalk(commands=(digest_command.DIGEST,), undoes=(digest_undo.UNDOES,)),
)  # fmt: skip
