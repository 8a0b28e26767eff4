"""Records of any kind: typed fields, history entries, steps, and the engine that takes a step."""
