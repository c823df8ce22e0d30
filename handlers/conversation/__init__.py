"""A conversation: everything that one kind of talk adds, in one value. ``bot/conversations.py`` has the only tuple of
conversations.

Generic code names no conversation; it uses ``Conversations``, made from that tuple. A conversation adds a folder to
each room that it needs and one line to the tuple. Conversations notify each other only by events.
"""

from handlers.conversation.conversation_facets import Applying, Conversation, DailyJob, Endpoints, EventShapes
from handlers.conversation.conversation_flow import OVER, Answers, Flow, Hear, hear_by_event
from handlers.conversation.conversation_registry import Conversations
from handlers.conversation.deed_undo import DeedStays, LastDeed, Reversal, Undoing
from handlers.conversation.entry_event import EntryEvent
from handlers.conversation.message_reader import Door, Rank, Reader, ReaderKey, To, Written, is_too_long, read_by
from handlers.conversation.person_hooks import CustomerEntrance, LeavingHooks

__all__ = [
    "OVER", "Answers", "Applying", "Conversation", "Conversations", "CustomerEntrance", "DailyJob", "DeedStays",
    "Door", "Endpoints", "EntryEvent", "EventShapes", "Flow", "Hear", "LastDeed", "LeavingHooks", "Rank", "Reader",
    "ReaderKey", "Reversal", "To", "Undoing", "Written", "hear_by_event", "is_too_long", "read_by",
]  # fmt: skip
