"""The staff's chat: a module for each family of commands. `staff_chat` handles their messages, `staff_answers` their
answers to our questions."""
