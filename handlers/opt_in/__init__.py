"""The question whether somebody agrees, as a conversation: who is asked, what they answer, how they come back."""
