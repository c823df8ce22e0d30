"""What shopkeepers write: answers to what their shop was asked, and what they do of their own accord."""
