"""What the day asks for (今日)."""
