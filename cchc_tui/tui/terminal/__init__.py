"""The adaptations of Textual and the terminal. Only this package uses private names of Textual."""
