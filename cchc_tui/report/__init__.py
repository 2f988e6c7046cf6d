"""Output formats for boards and screens: text, CSV, JSON and xlsx."""
