"""E-mail by the business's own mail server (SMTP, RFC 5321)."""

from bot.channels.email.email_account import EmailAccount

__all__ = ["EmailAccount"]
