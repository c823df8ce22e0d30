"""Setting a business up in chat: its settings changed and taken back, its staff, and an owner's first steps."""
