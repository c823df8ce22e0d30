"""What a shop offers, as the staff writes it and is told of it: by codes of its own, campaigns and plans."""
