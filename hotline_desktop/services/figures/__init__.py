"""What tickets and cases count for: 今日, statistics, quarterly ranking, and the talks that follow from it."""
