"""The tests, one file for each concern."""
