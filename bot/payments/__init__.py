"""Through whom customers pay: each proves and reads its own webhooks, opens links, and gives money back."""
