"""Files on disk: checksummed, sealed and written safely."""
