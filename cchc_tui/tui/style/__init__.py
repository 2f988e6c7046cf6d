"""How texts and figures look: roles of text, themes, numbers and times in words."""
