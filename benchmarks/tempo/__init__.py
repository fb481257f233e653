"""Do the tests of rates hold what they say? Simulated, so that the truth is known."""
