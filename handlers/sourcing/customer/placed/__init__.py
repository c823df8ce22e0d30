"""Orders that are placed: how they stand, how they are paid, their photos, and what is said of them beside."""
