"""The one-way step: the gate, the drivers, the state machine, and what people do before and after it."""
