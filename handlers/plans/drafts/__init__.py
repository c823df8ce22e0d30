"""A plan as the staff writes it in chat, read part by part."""
