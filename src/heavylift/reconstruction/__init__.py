"""Made-up archives after published reports: for learning, never as evidence."""
