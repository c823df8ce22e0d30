"""Campaign drafts as the staff types them: one grammar, a card with buttons, and questions for missing parts."""
