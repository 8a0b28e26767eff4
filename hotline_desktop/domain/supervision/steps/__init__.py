"""Steps of a supervision case as data, from the pool to 一案一档; the engine of the ticket's steps takes them too."""
