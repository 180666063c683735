"""Webhooks: consumers are told of releases by signed messages (Standard Webhooks 1.0.0)."""
