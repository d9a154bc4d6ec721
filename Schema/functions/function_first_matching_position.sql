-- The first position after `p_after` of an event that matches any of the items, 0 when none does. An item is
-- 'type type|tag tag': any of its types and all of its tags, either part possibly empty.
CREATE OR REPLACE FUNCTION casefeedback.first_matching_position(
    p_organisation text, p_log text, p_items text[], p_after bigint
) RETURNS bigint LANGUAGE sql STABLE AS $$
    SELECT coalesce(min(e.position), 0)
    FROM casefeedback.events AS e
    JOIN LATERAL (
        SELECT
            string_to_array(nullif(split_part(i.item, '|', 1), ''), ' ') AS types,
            string_to_array(nullif(split_part(i.item, '|', 2), ''), ' ') AS tags
        FROM unnest(p_items) AS i (item)
    ) AS i ON (i.types IS NULL OR e.type = ANY (i.types))
        AND (i.tags IS NULL OR i.tags <@ ARRAY(
            SELECT t.tag
            FROM casefeedback.tags AS t
            WHERE t.organisation = p_organisation AND t.log = p_log AND t.position = e.position
                AND t.tag = ANY (i.tags)
        ))
    WHERE e.organisation = p_organisation AND e.log = p_log AND e.position > p_after
$$;
