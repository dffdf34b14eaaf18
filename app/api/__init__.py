"""HTTP and wire format: one client, the shapes of its messages, the rate gate. No retries, no waiting, no storage."""
