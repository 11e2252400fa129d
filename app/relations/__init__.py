"""What stored documents do to and say of each other: references, amendments, validity."""
