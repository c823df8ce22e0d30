"""How the calls of campaigns are made."""
