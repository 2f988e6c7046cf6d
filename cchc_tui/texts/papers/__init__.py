"""The texts of papers.

They are Vietnamese whatever language the interface has, because papers are official documents.
"""
