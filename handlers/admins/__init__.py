"""The staff's chat: a module for each family of commands; `chat` reads what they write, `answers` what we asked."""
