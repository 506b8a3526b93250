"""Figures of one poll: how long each step takes, how long the battery is held, how much CPU it costs."""
