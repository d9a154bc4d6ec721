-- A connection sees the rows of the tenant that it has set, and none without: for the owner too. A pooled setting reverts
-- to the empty string, which is no tenant either.
ALTER TABLE casefeedback.logs ENABLE ROW LEVEL SECURITY;
ALTER TABLE casefeedback.logs FORCE ROW LEVEL SECURITY;
CREATE POLICY own_tenant ON casefeedback.logs USING (organisation = NULLIF(current_setting('app.tenant', true), ''));
-- The follower looks after the heads of all logs, and sees nothing but the granted columns of them.
CREATE POLICY all_heads ON casefeedback.logs FOR SELECT TO casefeedback_follower USING (true);

ALTER TABLE casefeedback.events ENABLE ROW LEVEL SECURITY;
ALTER TABLE casefeedback.events FORCE ROW LEVEL SECURITY;
CREATE POLICY own_tenant ON casefeedback.events USING (organisation = NULLIF(current_setting('app.tenant', true), ''));

ALTER TABLE casefeedback.protected_texts ENABLE ROW LEVEL SECURITY;
ALTER TABLE casefeedback.protected_texts FORCE ROW LEVEL SECURITY;
CREATE POLICY own_tenant ON casefeedback.protected_texts
    USING (organisation = NULLIF(current_setting('app.tenant', true), ''));

ALTER TABLE casefeedback.tags ENABLE ROW LEVEL SECURITY;
ALTER TABLE casefeedback.tags FORCE ROW LEVEL SECURITY;
CREATE POLICY own_tenant ON casefeedback.tags USING (organisation = NULLIF(current_setting('app.tenant', true), ''));

ALTER TABLE casefeedback.commands ENABLE ROW LEVEL SECURITY;
ALTER TABLE casefeedback.commands FORCE ROW LEVEL SECURITY;
CREATE POLICY own_tenant ON casefeedback.commands USING (organisation = NULLIF(current_setting('app.tenant', true), ''));

ALTER TABLE casefeedback.projection_pointers ENABLE ROW LEVEL SECURITY;
ALTER TABLE casefeedback.projection_pointers FORCE ROW LEVEL SECURITY;
CREATE POLICY own_tenant ON casefeedback.projection_pointers
    USING (organisation = NULLIF(current_setting('app.tenant', true), ''));

ALTER TABLE casefeedback.projection_checkpoints ENABLE ROW LEVEL SECURITY;
ALTER TABLE casefeedback.projection_checkpoints FORCE ROW LEVEL SECURITY;
CREATE POLICY own_tenant ON casefeedback.projection_checkpoints
    USING (organisation = NULLIF(current_setting('app.tenant', true), ''));

ALTER TABLE casefeedback.projection_states ENABLE ROW LEVEL SECURITY;
ALTER TABLE casefeedback.projection_states FORCE ROW LEVEL SECURITY;
CREATE POLICY own_tenant ON casefeedback.projection_states
    USING (organisation = NULLIF(current_setting('app.tenant', true), ''));

ALTER TABLE casefeedback.annual_wheel ENABLE ROW LEVEL SECURITY;
ALTER TABLE casefeedback.annual_wheel FORCE ROW LEVEL SECURITY;
CREATE POLICY own_tenant ON casefeedback.annual_wheel
    USING (organisation = NULLIF(current_setting('app.tenant', true), ''));

ALTER TABLE casefeedback.report_matrix ENABLE ROW LEVEL SECURITY;
ALTER TABLE casefeedback.report_matrix FORCE ROW LEVEL SECURITY;
CREATE POLICY own_tenant ON casefeedback.report_matrix
    USING (organisation = NULLIF(current_setting('app.tenant', true), ''));

ALTER TABLE casefeedback.audit_trail ENABLE ROW LEVEL SECURITY;
ALTER TABLE casefeedback.audit_trail FORCE ROW LEVEL SECURITY;
CREATE POLICY own_tenant ON casefeedback.audit_trail
    USING (organisation = NULLIF(current_setting('app.tenant', true), ''));
