"""Pages and what leads to them: the rail, the actions, the line at the foot."""
