"""How good and how fast it is: gold sets, metrics, benchmarks, comparison with a recorded baseline."""
