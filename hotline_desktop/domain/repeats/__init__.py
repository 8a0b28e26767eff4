"""Tickets alike: repeats found by rules and confirmed by a person, and units that handled such tickets."""
