"""The state of one viewer, and the poller that fetches its data. No module of this package imports Textual."""
