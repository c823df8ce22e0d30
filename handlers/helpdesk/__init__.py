"""Questions of customers as an inbox of the staff: stored, chased, assigned, answered; and saved answers."""
