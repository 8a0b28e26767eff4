"""Flow charts: where boxes, arrows and their words stand."""
