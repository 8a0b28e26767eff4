"""One record in detail: head, way, history, paper, files."""
