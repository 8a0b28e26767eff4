"""The fields of a form: an editor for each kind, and what stands around it."""
