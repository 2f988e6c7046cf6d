"""The screens: they show snapshots that the boards make; they never query and never compute."""
