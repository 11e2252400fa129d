"""Who is named: units in running words, where their names begin and end, and how lists of them share heads and attributes."""
