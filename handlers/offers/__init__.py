"""The offers of a shop in the staff's words: its own codes, campaigns and plans."""
