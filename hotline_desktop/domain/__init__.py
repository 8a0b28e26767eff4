"""What the office knows: rules as pure values and functions, standard library only."""
