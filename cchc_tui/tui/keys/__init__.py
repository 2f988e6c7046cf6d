"""The actions: the keys, words and place of each are declared once."""
