"""A live board of late dossiers and reform models for a city office's meetings."""

__version__ = "0.1.0"
