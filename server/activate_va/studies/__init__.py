"""Studies: sessions that simulated labellers work through, over conditions and seeds, with tables and a report."""
