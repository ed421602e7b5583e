"""What a file of decisions says, made into functions that can be evaluated."""
