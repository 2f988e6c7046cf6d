"""The demo: a made-up city with a year of dossiers, and a feeder that exports changes while the app runs."""
