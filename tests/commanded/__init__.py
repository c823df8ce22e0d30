"""What an owner writes in her chat, line by line through the real door: which command it was, and what came of it."""
