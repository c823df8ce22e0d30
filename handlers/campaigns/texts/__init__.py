"""/template: a text as it leaves."""
