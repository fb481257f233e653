"""How good are the ends? Labelled flights, cut short on purpose, and scored."""
