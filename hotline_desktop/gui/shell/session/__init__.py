"""What every page receives: the office, its lanes, the clerk, and the way to other pages."""
