"""The package under systemd: installed, set up, stopped in every way, upgraded, removed."""
