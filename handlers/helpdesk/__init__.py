"""Questions of customers as an inbox of the staff: kept, chased, taken, answered; and answers that are saved."""
