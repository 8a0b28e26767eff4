"""The machine: paths, clock, logs. Imports nothing of ours."""
