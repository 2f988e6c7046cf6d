"""The demo: a year of made-up dossiers of a city, and a feeder that exports their changes while the app runs."""
