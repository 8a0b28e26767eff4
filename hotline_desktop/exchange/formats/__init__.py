"""Each format of table file: what it holds and what it hides."""
