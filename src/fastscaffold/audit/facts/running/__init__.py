"""What runs where: who calls what, and which branches are taken, always or as shipped."""
