"""Taking a step: which may be taken, the form of one, its draft, and taking it back."""
