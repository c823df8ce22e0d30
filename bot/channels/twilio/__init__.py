"""Twilio: SMS and WhatsApp, both directions."""

from bot.channels.twilio.twilio_account import Twilio

__all__ = ["Twilio"]
