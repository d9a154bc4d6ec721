-- States are written whole for every batch that moves them, and some are tens of kilobytes: pglz took most of a rebuild's
-- time. A server that was built without lz4 keeps it.
DO $$
BEGIN
    ALTER TABLE casefeedback.projection_states ALTER COLUMN state SET COMPRESSION lz4;
EXCEPTION
    WHEN feature_not_supported THEN NULL;
END
$$;
