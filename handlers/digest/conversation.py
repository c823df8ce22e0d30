"""The daily digest of the staff, as a conversation."""

from __future__ import annotations

from flows import digest
from handlers.conversation import Conversation, Flow
from handlers.digest import command, telling, undoing

DIGEST = Conversation(
    name="digest",
    flows=(
        Flow(
            digest.NAME, digest.Morning, digest.decide, telling.facts, write=telling.write,
            waits={"hour": "{who} hears what waits today, and what came of yesterday"},
            does=(digest.Tell,), mute=True,
        ),
    ),
    commands=(command.DIGEST,),
    undoes=(undoing.UNDOES,),
)  # fmt: skip
