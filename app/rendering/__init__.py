"""From values to answers: what the API shows of a concept, a profile, a release."""
