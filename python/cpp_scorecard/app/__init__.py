"""The use cases. Officers, servers and analysts all come through here to the same reader, rules and renderer."""
