"""The actions, each declared once: its keys, its words, where it works."""
