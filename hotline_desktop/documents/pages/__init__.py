"""What both formats share once a paper is typeset: marks on a page, the code of a print, what a file reports."""
