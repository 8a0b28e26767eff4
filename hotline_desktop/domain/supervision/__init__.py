"""督办: candidates, cases as the fold of their history, their steps, talks with units. 督办二."""
