"""The delivery of a message: the claim, the last check, the handover and the end."""
