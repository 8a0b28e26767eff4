"""The office's settings (设置)."""
