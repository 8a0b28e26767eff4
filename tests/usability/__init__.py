"""What ten everyday jobs cost a clerk: keys, clicks and seconds, counted by driving the window."""
