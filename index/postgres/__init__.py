"""An index in PostgreSQL with pgvector: the same contract as the folder's, for many writers and many machines."""
