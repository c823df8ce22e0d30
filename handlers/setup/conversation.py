"""Setting up: what an owner changes in chat, and her first steps."""

from __future__ import annotations

from handlers.conversation import Conversation
from handlers.setup.commands import COMMANDS

SETUP = Conversation(name="setup", commands=COMMANDS)
