"""What competences lead to which profiles, and what two sides have in common."""
