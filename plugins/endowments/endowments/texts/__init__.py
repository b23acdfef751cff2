"""Everything the department says, in Telugu, English and Hindi."""
