"""The verbs of the product: asyncio, no Qt, no HTTP and no SQL of their own."""
