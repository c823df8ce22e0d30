"""What shopkeepers do by themselves in their chat, through the whole service."""
