"""The staff's chat: a module for each family of commands; `chat` reads their messages, `answers` their answers
to ours."""
