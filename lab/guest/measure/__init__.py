"""What one poll takes, by both stacks and by other programs: times, how long the battery is held, CPU, memory.

All take turns on one battery, so that what else the host does falls on all alike.
"""
