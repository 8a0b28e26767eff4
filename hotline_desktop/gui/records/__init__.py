"""What every record shows in the window: steps, forms, history, papers."""
