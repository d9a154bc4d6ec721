-- Until the transaction ends, an index that gives rows in their order is preferred to sorting them. For a tenant of whom the
-- statistics know nothing, the planner thinks reading a whole log and sorting what it finds as cheap as finding it by key.
SELECT set_config('enable_sort', 'off', true)
