"""Answers for people: service, command line, web page, exports."""
