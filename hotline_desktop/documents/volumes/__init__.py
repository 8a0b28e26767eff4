"""Many papers, pictures and files bound into one volume."""
