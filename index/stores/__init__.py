"""Where words and vectors lie: segments, snapshots, and what searches them."""
