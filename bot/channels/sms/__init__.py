"""SMS gateways: one file each. What they share is in `phone` and `gateway`."""
