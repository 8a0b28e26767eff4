"""What a clerk can do: one verb, one function, one transaction."""
