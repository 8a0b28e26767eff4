"""Papers, registers and ledgers: as pages, and as files."""
