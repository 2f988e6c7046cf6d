"""The texts of papers.

Papers are official documents, so these texts are Vietnamese in every language of the interface.
"""
