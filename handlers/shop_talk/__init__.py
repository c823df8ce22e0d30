"""What shopkeepers do by themselves in their chat: their stock, orders, earnings, holidays, and help."""

from handlers.shop_talk.files import listed
from handlers.shop_talk.talking import comes_first, for_desk, talked, understand

__all__ = ["comes_first", "for_desk", "listed", "talked", "understand"]
