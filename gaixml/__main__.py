"""``python -m gaixml`` and the command ``gaixml``."""

from gaixml.cli import main

if __name__ == "__main__":
    main()
