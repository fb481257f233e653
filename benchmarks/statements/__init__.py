"""How well statements, times and quantities are read, on texts marked by others."""
