"""Telegram: one bot, both directions."""

from bot.channels.telegram.account import Telegram
from bot.channels.telegram.refusals import Failed

__all__ = ["Failed", "Telegram"]
