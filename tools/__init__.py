"""What maintains the repository and starts its commands; no part of the program."""
