"""A record and a form become a paper: lines broken, rows fitted, pages filled."""
