"""Files beside the database: sealed, kept once, backed up, bound into folders."""
