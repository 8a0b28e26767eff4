"""Everything that is derived from histories, made anew."""
