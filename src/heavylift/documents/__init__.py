"""Documents: their bytes as they came, the text that is read, and whence they are."""
