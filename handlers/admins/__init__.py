"""The staff's chat: a module for each family of commands, and `chat`, which reads what they write."""
