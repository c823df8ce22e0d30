"""The offers of a shop in the staff's words: codes of its own, campaigns and plans."""
