"""Lists as files: the columns, how a cell is written in each format, and the rows page by page."""
