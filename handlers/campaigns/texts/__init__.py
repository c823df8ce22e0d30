"""/template: a text as it is sent."""
