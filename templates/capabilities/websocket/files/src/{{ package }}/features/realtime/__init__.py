"""What clients are told while they are connected, and what they may say."""
