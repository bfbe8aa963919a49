"""`python -m parity` is the same as `parity`."""

from parity.cli.main import main

if __name__ == "__main__":
    main()
