"""What a form is, as data, and the reader of ``forms/*.toml`` that refuses what could not be printed."""
