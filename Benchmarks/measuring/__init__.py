"""What `Benchmarks/run` measures, a module a kind of work."""
