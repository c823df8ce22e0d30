"""What flows of sourcing alone ask for: the kind of a Call, and of the Called that answers it."""

SPLIT = "split"
