"""Releases and concepts as the pages of the public site show them: plain values, made from memory."""
