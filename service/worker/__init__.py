"""The worker: fires what is due and sweeps what has had its time."""
