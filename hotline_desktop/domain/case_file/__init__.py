"""一案一档: what the file of a supervised matter holds, in which order, and whether it is whole. 督办二（五）3."""
