"""Figures: indicators of a period, completion of supervision, the quarter's scores and places. 督办二（四）,（五）."""
