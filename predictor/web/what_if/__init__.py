"""What the model would say of another amount or term; nothing is stored but that."""
