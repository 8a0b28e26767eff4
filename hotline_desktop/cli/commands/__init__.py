"""The commands, one module for each family: it reads the values, asks the services, and prints what came of it."""
