"""Start the command line: ``python -m heavylift``."""

from heavylift.cli import main

if __name__ == "__main__":
    main()
