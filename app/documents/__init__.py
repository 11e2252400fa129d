"""One document or clause as it is shown: its text, its place, its pages."""
