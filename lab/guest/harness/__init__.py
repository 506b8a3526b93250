"""What the tests are made of: the battery's side, the machine's Bluetooth, the program, and the truth about values."""
