"""The setup of a business in chat: its settings changed and restored, its staff, and an owner's first steps."""
