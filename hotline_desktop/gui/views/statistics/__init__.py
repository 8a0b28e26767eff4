"""统计: the office's figures, and the quarter's ranking of its units."""
