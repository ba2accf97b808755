"""Phones on a local network: addresses, a private certificate authority, and help over plain HTTP."""
