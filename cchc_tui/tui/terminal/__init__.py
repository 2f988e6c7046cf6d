"""Changes to Textual, and the handling of the terminal. Only this package uses private names of Textual."""
