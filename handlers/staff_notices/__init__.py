"""Messages to and from the staff: alerts, handovers, approvals."""
