"""The state of one viewer, and the poller that fills it. No module in here imports Textual."""
