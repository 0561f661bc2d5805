"""`python -m ecoflow` is the `ecoflow` command."""

from ecoflow.cli.app import main

if __name__ == "__main__":
    main()
