"""Telegram: one bot, inbound and outbound."""

from bot.channels.telegram.telegram_account import Telegram
from bot.channels.telegram.telegram_refusals import Failed

__all__ = ["Failed", "Telegram"]
