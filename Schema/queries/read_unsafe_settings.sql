-- Settings without which a power cut can take what a commit has written, as far as they are off.
SELECT s.name
FROM unnest(ARRAY['fsync', 'full_page_writes']) AS s (name)
WHERE current_setting(s.name) = 'off'
ORDER BY s.name
