"""The texts of the interface, roughly one module per package."""
