"""Tools for developers. They make the documentation's pictures and pages, and the bundle. No wheel contains them."""
