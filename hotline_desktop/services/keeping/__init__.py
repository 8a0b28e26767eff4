"""Nothing lost and nothing leaked: backups, restoring, moving, encryption, checks."""
