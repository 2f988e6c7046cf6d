"""What is shown and asked: no Textual in it."""
