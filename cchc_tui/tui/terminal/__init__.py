"""What Textual and the terminal need that nothing else of the house knows of: its private names are used here alone."""
