"""`python -m app.sandbox`: the practice service without the rest of the program."""

import argparse
import sys

from app.sandbox.server import add_arguments, serve

parser = argparse.ArgumentParser(prog="app.sandbox", description="A practice service with invented creators.")
add_arguments(parser)
sys.exit(serve(parser.parse_args()))
