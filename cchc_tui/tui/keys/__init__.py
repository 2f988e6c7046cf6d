"""Every action once: its keys, its words, where it works."""
