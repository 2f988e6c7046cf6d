"""All texts of the interface. Most packages have one module here."""
