"""How tickets are found: by words, by rare pieces, and by what they have in common."""
