"""Every method of the sandbox is called once and its answer laid beside the sample of the official docs."""
