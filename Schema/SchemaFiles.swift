/// The SQL of casefeedback, embedded in the binary: one object or statement a file. The folder is the same that psql reads.
///
/// A new file adds one line here; a test compares these lists with the folder.
package struct SchemaFile: Sendable, Hashable {
    /// The file's name without `.sql`: unique over the whole of `Schema/`, and the name of a prepared statement.
    package let name: String
    package let sql: String

    init(_ name: String, _ bytes: [UInt8]) {
        self.name = name
        sql = String(decoding: bytes, as: UTF8.self)
    }
}

package enum SchemaFiles {
    /// Forward only, in the order of their names; each is applied once.
    package static let migrations: [SchemaFile] = [
        SchemaFile("m0001_log", PackageResources.m0001_log_sql),
        SchemaFile("m0002_append_only", PackageResources.m0002_append_only_sql),
        SchemaFile("m0003_projections", PackageResources.m0003_projections_sql),
        SchemaFile("m0004_row_level_security", PackageResources.m0004_row_level_security_sql),
        SchemaFile("m0005_commands_without_events", PackageResources.m0005_commands_without_events_sql),
        SchemaFile("m0006_state_compression", PackageResources.m0006_state_compression_sql),
    ]

    /// Laid anew by every migration; their order does not matter.
    package static let functions: [SchemaFile] = [
        SchemaFile("function_accept_clock", PackageResources.function_accept_clock_sql),
        SchemaFile("function_append_event", PackageResources.function_append_event_sql),
        SchemaFile("function_append_events", PackageResources.function_append_events_sql),
        SchemaFile("function_append_staged", PackageResources.function_append_staged_sql),
        SchemaFile("function_first_matching_position", PackageResources.function_first_matching_position_sql),
        SchemaFile("function_lock_log", PackageResources.function_lock_log_sql),
    ]

    /// The roles of the cluster, then what the owner may do in this database: run by a superuser.
    package static let roles: [SchemaFile] = [
        SchemaFile("role_cluster_roles", PackageResources.role_cluster_roles_sql),
        SchemaFile("grant_database", PackageResources.grant_database_sql),
    ]

    /// What each role may do: laid anew by every migration, after the functions.
    package static let grants = SchemaFile("grant_roles", PackageResources.grant_roles_sql)
}

/// Statements on the log.
extension SchemaFiles {
    package static let acceptClock = SchemaFile("accept_clock", PackageResources.accept_clock_sql)
    package static let appendEvent = SchemaFile("append_event", PackageResources.append_event_sql)
    package static let appendEvents = SchemaFile("append_events", PackageResources.append_events_sql)
    package static let beginMigration = SchemaFile("begin_migration", PackageResources.begin_migration_sql)
    package static let copyEventsToFold = SchemaFile("copy_events_to_fold", PackageResources.copy_events_to_fold_sql)
    package static let copyEventsToFoldAndList = SchemaFile(
        "copy_events_to_fold_and_list", PackageResources.copy_events_to_fold_and_list_sql)
    package static let copyEventsToList = SchemaFile("copy_events_to_list", PackageResources.copy_events_to_list_sql)
    package static let countEvents = SchemaFile("count_events", PackageResources.count_events_sql)
    package static let findCommands = SchemaFile("find_commands", PackageResources.find_commands_sql)
    package static let notifyHeads = SchemaFile("notify_heads", PackageResources.notify_heads_sql)
    package static let planByOrder = SchemaFile("plan_by_order", PackageResources.plan_by_order_sql)
    package static let prepareRolePassword = SchemaFile(
        "prepare_role_password", PackageResources.prepare_role_password_sql)
    package static let readEncoding = SchemaFile("read_encoding", PackageResources.read_encoding_sql)
    package static let readHasSchema = SchemaFile("read_has_schema", PackageResources.read_has_schema_sql)
    package static let readHeads = SchemaFile("read_heads", PackageResources.read_heads_sql)
    package static let readLog = SchemaFile("read_log", PackageResources.read_log_sql)
    package static let readLogState = SchemaFile("read_log_state", PackageResources.read_log_state_sql)
    package static let readMigrations = SchemaFile("read_migrations", PackageResources.read_migrations_sql)
    package static let readPositionAt = SchemaFile("read_position_at", PackageResources.read_position_at_sql)
    package static let readPositions = SchemaFile("read_positions", PackageResources.read_positions_sql)
    package static let readProtectedTexts = SchemaFile(
        "read_protected_texts", PackageResources.read_protected_texts_sql)
    package static let readSchemaState = SchemaFile("read_schema_state", PackageResources.read_schema_state_sql)
    package static let readStreams = SchemaFile("read_streams", PackageResources.read_streams_sql)
    package static let readStreamsTo = SchemaFile("read_streams_to", PackageResources.read_streams_to_sql)
    package static let readTagged = SchemaFile("read_tagged", PackageResources.read_tagged_sql)
    package static let readTags = SchemaFile("read_tags", PackageResources.read_tags_sql)
    package static let readUnsafeSettings = SchemaFile(
        "read_unsafe_settings", PackageResources.read_unsafe_settings_sql)
    package static let readVersions = SchemaFile("read_versions", PackageResources.read_versions_sql)
    package static let recordMigration = SchemaFile("record_migration", PackageResources.record_migration_sql)
    package static let recordSchemaState = SchemaFile("record_schema_state", PackageResources.record_schema_state_sql)
    package static let setRolePassword = SchemaFile("set_role_password", PackageResources.set_role_password_sql)
    package static let setStandstill = SchemaFile("set_standstill", PackageResources.set_standstill_sql)
    package static let setTenant = SchemaFile("set_tenant", PackageResources.set_tenant_sql)

    /// All of them, for the comparison with the folder.
    package static let queries: [SchemaFile] =
        copies + [
            acceptClock, appendEvent, appendEvents, beginMigration, copyEventsToFold,
            copyEventsToFoldAndList, copyEventsToList, countEvents, findCommands, notifyHeads, planByOrder,
            prepareRolePassword, readEncoding,
            readHasSchema, readHeads, readLog, readLogState, readMigrations, readPositionAt, readPositions,
            readProtectedTexts, readSchemaState, readStreams, readStreamsTo, readTagged, readTags, readUnsafeSettings,
            readVersions, recordMigration, recordSchemaState, setRolePassword, setStandstill, setTenant,
        ]
}

/// Statements that bring whole logs in and out by COPY.
extension SchemaFiles {
    package static let advanceHead = SchemaFile("advance_head", PackageResources.advance_head_sql)
    package static let appendStaged = SchemaFile("append_staged", PackageResources.append_staged_sql)
    package static let copyCommandPlaces = SchemaFile(
        "copy_command_places", PackageResources.copy_command_places_sql)
    package static let copyCommands = SchemaFile("copy_commands", PackageResources.copy_commands_sql)
    package static let copyLog = SchemaFile("copy_log", PackageResources.copy_log_sql)
    package static let copyProtectedTexts = SchemaFile(
        "copy_protected_texts", PackageResources.copy_protected_texts_sql)
    package static let copyTaggedLog = SchemaFile("copy_tagged_log", PackageResources.copy_tagged_log_sql)
    package static let copyTags = SchemaFile("copy_tags", PackageResources.copy_tags_sql)
    package static let countLog = SchemaFile("count_log", PackageResources.count_log_sql)
    package static let enterRole = SchemaFile("enter_role", PackageResources.enter_role_sql)
    package static let loadCommands = SchemaFile("load_commands", PackageResources.load_commands_sql)
    package static let loadEvents = SchemaFile("load_events", PackageResources.load_events_sql)
    package static let loadProtectedTexts = SchemaFile(
        "load_protected_texts", PackageResources.load_protected_texts_sql)
    package static let loadTags = SchemaFile("load_tags", PackageResources.load_tags_sql)
    package static let lockLog = SchemaFile("lock_log", PackageResources.lock_log_sql)
    package static let openLog = SchemaFile("open_log", PackageResources.open_log_sql)
    package static let readPersonalPositions = SchemaFile(
        "read_personal_positions", PackageResources.read_personal_positions_sql)
    package static let setLogRange = SchemaFile("set_log_range", PackageResources.set_log_range_sql)
    package static let stageAppend = SchemaFile("stage_append", PackageResources.stage_append_sql)
    package static let stageCommands = SchemaFile("stage_commands", PackageResources.stage_commands_sql)
    package static let stageEvents = SchemaFile("stage_events", PackageResources.stage_events_sql)
    package static let stageStreams = SchemaFile("stage_streams", PackageResources.stage_streams_sql)
    package static let stageTags = SchemaFile("stage_tags", PackageResources.stage_tags_sql)
    package static let stageTexts = SchemaFile("stage_texts", PackageResources.stage_texts_sql)

    static let copies: [SchemaFile] = [
        advanceHead, appendStaged, copyCommandPlaces, copyCommands, copyLog, copyProtectedTexts, copyTaggedLog,
        copyTags, countLog, enterRole, loadCommands, loadEvents, loadProtectedTexts, loadTags, lockLog,
        openLog, readPersonalPositions, setLogRange, stageAppend, stageCommands, stageEvents, stageStreams, stageTags,
        stageTexts,
    ]
}

/// Statements on what projections keep.
extension SchemaFiles {
    package static let actAsLoader = SchemaFile("act_as_loader", PackageResources.act_as_loader_sql)
    package static let actAsProjector = SchemaFile("act_as_projector", PackageResources.act_as_projector_sql)
    package static let advanceCheckpoint = SchemaFile("advance_checkpoint", PackageResources.advance_checkpoint_sql)
    package static let claimGeneration = SchemaFile("claim_generation", PackageResources.claim_generation_sql)
    package static let compareAnnualWheel = SchemaFile(
        "compare_annual_wheel", PackageResources.compare_annual_wheel_sql)
    package static let compareAuditTrail = SchemaFile("compare_audit_trail", PackageResources.compare_audit_trail_sql)
    package static let compareReportMatrix = SchemaFile(
        "compare_report_matrix", PackageResources.compare_report_matrix_sql)
    package static let compareStates = SchemaFile("compare_states", PackageResources.compare_states_sql)
    package static let copyAnnualWheelIn = SchemaFile("copy_annual_wheel_in", PackageResources.copy_annual_wheel_in_sql)
    package static let copyAnnualWheelOut = SchemaFile(
        "copy_annual_wheel_out", PackageResources.copy_annual_wheel_out_sql)
    package static let copyAuditTrailIn = SchemaFile("copy_audit_trail_in", PackageResources.copy_audit_trail_in_sql)
    package static let copyAuditTrailOut = SchemaFile("copy_audit_trail_out", PackageResources.copy_audit_trail_out_sql)
    package static let copyReportMatrixIn = SchemaFile(
        "copy_report_matrix_in", PackageResources.copy_report_matrix_in_sql)
    package static let copyReportMatrixOut = SchemaFile(
        "copy_report_matrix_out", PackageResources.copy_report_matrix_out_sql)
    package static let copyStatesIn = SchemaFile("copy_states_in", PackageResources.copy_states_in_sql)
    package static let copyStatesOut = SchemaFile("copy_states_out", PackageResources.copy_states_out_sql)
    package static let countAnnualWheel = SchemaFile("count_annual_wheel", PackageResources.count_annual_wheel_sql)
    package static let countAuditTrail = SchemaFile("count_audit_trail", PackageResources.count_audit_trail_sql)
    package static let countReportMatrix = SchemaFile("count_report_matrix", PackageResources.count_report_matrix_sql)
    package static let countStates = SchemaFile("count_states", PackageResources.count_states_sql)
    package static let deleteAnnualWheel = SchemaFile("delete_annual_wheel", PackageResources.delete_annual_wheel_sql)
    package static let deleteAuditTrail = SchemaFile("delete_audit_trail", PackageResources.delete_audit_trail_sql)
    package static let deleteCheckpoints = SchemaFile("delete_checkpoints", PackageResources.delete_checkpoints_sql)
    package static let deleteMatricesOfRounds = SchemaFile(
        "delete_matrices_of_rounds", PackageResources.delete_matrices_of_rounds_sql)
    package static let deleteReportMatrix = SchemaFile(
        "delete_report_matrix", PackageResources.delete_report_matrix_sql)
    package static let deleteStates = SchemaFile("delete_states", PackageResources.delete_states_sql)
    package static let dumpAnnualWheel = SchemaFile("dump_annual_wheel", PackageResources.dump_annual_wheel_sql)
    package static let dumpAuditTrail = SchemaFile("dump_audit_trail", PackageResources.dump_audit_trail_sql)
    package static let dumpReportMatrix = SchemaFile("dump_report_matrix", PackageResources.dump_report_matrix_sql)
    package static let dumpStates = SchemaFile("dump_states", PackageResources.dump_states_sql)
    package static let ensureCheckpoint = SchemaFile("ensure_checkpoint", PackageResources.ensure_checkpoint_sql)
    package static let ensurePointer = SchemaFile("ensure_pointer", PackageResources.ensure_pointer_sql)
    package static let findClaimHolder = SchemaFile("find_claim_holder", PackageResources.find_claim_holder_sql)
    package static let insertAuditTrail = SchemaFile("insert_audit_trail", PackageResources.insert_audit_trail_sql)
    package static let insertReportMatrix = SchemaFile(
        "insert_report_matrix", PackageResources.insert_report_matrix_sql)
    package static let lockCheckpoint = SchemaFile("lock_checkpoint", PackageResources.lock_checkpoint_sql)
    package static let movePointer = SchemaFile("move_pointer", PackageResources.move_pointer_sql)
    package static let readAllStates = SchemaFile("read_all_states", PackageResources.read_all_states_sql)
    package static let readAnnualWheel = SchemaFile("read_annual_wheel", PackageResources.read_annual_wheel_sql)
    package static let readWheelOfRounds = SchemaFile(
        "read_wheel_of_rounds", PackageResources.read_wheel_of_rounds_sql)
    package static let readCheckpoints = SchemaFile("read_checkpoints", PackageResources.read_checkpoints_sql)
    package static let readFollowed = SchemaFile("read_followed", PackageResources.read_followed_sql)
    package static let readPointer = SchemaFile("read_pointer", PackageResources.read_pointer_sql)
    package static let readServedCheckpoint = SchemaFile(
        "read_served_checkpoint", PackageResources.read_served_checkpoint_sql)
    package static let readStateKeys = SchemaFile("read_state_keys", PackageResources.read_state_keys_sql)
    package static let readStates = SchemaFile("read_states", PackageResources.read_states_sql)
    package static let readTaggedTrailPage = SchemaFile(
        "read_tagged_trail_page", PackageResources.read_tagged_trail_page_sql)
    package static let readTaggedTrailPageNewestFirst = SchemaFile(
        "read_tagged_trail_page_newest_first", PackageResources.read_tagged_trail_page_newest_first_sql)
    package static let readTrailPage = SchemaFile("read_trail_page", PackageResources.read_trail_page_sql)
    package static let readTrailPageNewestFirst = SchemaFile(
        "read_trail_page_newest_first", PackageResources.read_trail_page_newest_first_sql)
    package static let recordFailure = SchemaFile("record_failure", PackageResources.record_failure_sql)
    package static let releaseGeneration = SchemaFile("release_generation", PackageResources.release_generation_sql)
    package static let setGeneration = SchemaFile("set_generation", PackageResources.set_generation_sql)
    package static let setStage = SchemaFile("set_stage", PackageResources.set_stage_sql)
    package static let upsertAnnualWheel = SchemaFile("upsert_annual_wheel", PackageResources.upsert_annual_wheel_sql)
    package static let upsertStates = SchemaFile("upsert_states", PackageResources.upsert_states_sql)

    /// All of them, for the comparison with the folder.
    package static let projections: [SchemaFile] = [
        actAsLoader, actAsProjector, advanceCheckpoint, claimGeneration, compareAnnualWheel, compareAuditTrail,
        compareReportMatrix, compareStates, copyAnnualWheelIn, copyAnnualWheelOut,
        copyAuditTrailIn, copyAuditTrailOut, copyReportMatrixIn, copyReportMatrixOut, copyStatesIn, copyStatesOut,
        countAnnualWheel, countAuditTrail, countReportMatrix, countStates, deleteAnnualWheel, deleteAuditTrail,
        deleteCheckpoints, deleteMatricesOfRounds, deleteReportMatrix, deleteStates, dumpAnnualWheel, dumpAuditTrail,
        dumpReportMatrix, dumpStates, ensureCheckpoint, ensurePointer, findClaimHolder, insertAuditTrail,
        insertReportMatrix,
        lockCheckpoint, movePointer, readAllStates, readAnnualWheel, readCheckpoints, readFollowed, readPointer,
        readWheelOfRounds,
        readServedCheckpoint, readStateKeys, readStates, readTaggedTrailPage, readTaggedTrailPageNewestFirst,
        readTrailPage, readTrailPageNewestFirst, recordFailure, releaseGeneration,
        setGeneration, setStage, upsertAnnualWheel, upsertStates,
    ]
}

/// Statements of `casefeedback bench`: its scratch databases, and what the store is measured against.
extension SchemaFiles {
    package static let benchAnalyze = SchemaFile("bench_analyze", PackageResources.bench_analyze_sql)
    package static let benchCheckpoint = SchemaFile("bench_checkpoint", PackageResources.bench_checkpoint_sql)
    package static let benchClaimDatabases = SchemaFile(
        "bench_claim_databases", PackageResources.bench_claim_databases_sql)
    package static let benchCopyCommands = SchemaFile("bench_copy_commands", PackageResources.bench_copy_commands_sql)
    package static let benchCopyEvents = SchemaFile("bench_copy_events", PackageResources.bench_copy_events_sql)
    package static let benchCopyTags = SchemaFile("bench_copy_tags", PackageResources.bench_copy_tags_sql)
    package static let benchCopyTexts = SchemaFile("bench_copy_texts", PackageResources.bench_copy_texts_sql)
    package static let benchCreateDatabase = SchemaFile(
        "bench_create_database", PackageResources.bench_create_database_sql)
    package static let benchCreateSmallDatabase = SchemaFile(
        "bench_create_small_database", PackageResources.bench_create_small_database_sql)
    package static let benchDropDatabase = SchemaFile("bench_drop_database", PackageResources.bench_drop_database_sql)
    package static let benchDropSmallDatabase = SchemaFile(
        "bench_drop_small_database", PackageResources.bench_drop_small_database_sql)
    package static let benchFillWAL = SchemaFile("bench_fill_wal", PackageResources.bench_fill_wal_sql)
    package static let benchInsertBatch = SchemaFile("bench_insert_batch", PackageResources.bench_insert_batch_sql)
    package static let benchInsertEvent = SchemaFile("bench_insert_event", PackageResources.bench_insert_event_sql)
    package static let benchInsertLog = SchemaFile("bench_insert_log", PackageResources.bench_insert_log_sql)
    package static let benchInsertRows = SchemaFile("bench_insert_rows", PackageResources.bench_insert_rows_sql)
    package static let benchRebuildWheel = SchemaFile("bench_rebuild_wheel", PackageResources.bench_rebuild_wheel_sql)

    /// All of them, for the comparison with the folder.
    package static let bench: [SchemaFile] = [
        benchAnalyze, benchCheckpoint, benchClaimDatabases, benchCopyCommands, benchCopyEvents, benchCopyTags,
        benchCopyTexts, benchCreateDatabase, benchCreateSmallDatabase, benchDropDatabase,
        benchDropSmallDatabase, benchFillWAL, benchInsertBatch, benchInsertEvent, benchInsertLog, benchInsertRows,
        benchRebuildWheel,
    ]
}
