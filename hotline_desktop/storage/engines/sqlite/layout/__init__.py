"""The tables of a file: made new, compared with those of its version, laid out in another form."""
