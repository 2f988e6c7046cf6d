"""How many dossiers count as what, at any moment."""
