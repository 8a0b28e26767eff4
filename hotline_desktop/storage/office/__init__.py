"""What an office sets and keeps of itself: settings, units, accounts, notices, numbers."""
