"""一案一档, how long records are kept, and their destruction."""
