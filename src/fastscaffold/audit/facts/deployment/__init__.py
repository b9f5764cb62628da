"""What is deployed, and how: images, proxies, commands, infrastructure."""
