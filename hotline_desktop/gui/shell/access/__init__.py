"""Who sees the office and who may do what: log-in, lock, passphrase, rights."""
