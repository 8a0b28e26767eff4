"""What the window remembers of the questions of the first start."""

OFFERED = "start/offered"  # they were opened by themselves, once
DONE = "start/done"  # every one was answered or passed over
