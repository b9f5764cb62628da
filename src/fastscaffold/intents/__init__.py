"""What a plain sentence asks for: which command, and why. Pure, and the same every time."""
