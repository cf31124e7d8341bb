//! Reads a hub from disk.
