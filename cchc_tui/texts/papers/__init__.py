"""The texts of papers, which are Vietnamese in every language of the interface: they are administrative documents."""
