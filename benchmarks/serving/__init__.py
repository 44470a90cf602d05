"""What `benchmarks.bench_serve` is made of: light clients, a made-up workspace, and the service as a process."""
