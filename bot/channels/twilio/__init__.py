"""Twilio: SMS and WhatsApp, both directions."""

from bot.channels.twilio.account import Twilio

__all__ = ["Twilio"]
