"""One package per page of the window, named after its noun."""
