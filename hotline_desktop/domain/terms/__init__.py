"""The office's vocabulary: clauses, option words, dates, phones, refusals."""
