"""The ticket (工单): its rounds, gates and steps."""
