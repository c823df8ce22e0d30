"""Twilio: SMS and WhatsApp, inbound and outbound."""

from bot.channels.twilio.twilio_account import Twilio

__all__ = ["Twilio"]
