"""A campaign as the staff writes it: read out of a command part by part, drafted and changed."""
