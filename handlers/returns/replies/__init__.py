"""What partners write."""
