"""What an office sets for itself: settings, units, people, lists."""
