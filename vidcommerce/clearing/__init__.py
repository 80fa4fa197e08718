"""Deletes what nobody needs any more, so that the disk of a station's one machine does not fill."""
