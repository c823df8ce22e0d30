"""What shopkeepers write about stock: answers to what they were asked, statements and lists of what they have."""
