"""Questions of customers as an inbox of the staff: stored, chased, taken, answered; and saved answers."""
