"""The customers' questions that wait for the staff, and the business's saved answers."""
