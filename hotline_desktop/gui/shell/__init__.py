"""What every page of the window stands on: jobs, prompts, navigation, session."""
