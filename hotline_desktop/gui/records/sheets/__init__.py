"""What opens over a page: help, the flow chart, reminders, and the finder of Ctrl+K."""
