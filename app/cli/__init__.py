"""The command line: one module a family of commands, loaded only when one of its commands runs."""
