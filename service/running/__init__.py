"""What the commands on running processes share: definitions, attempts, tasks, documents."""
