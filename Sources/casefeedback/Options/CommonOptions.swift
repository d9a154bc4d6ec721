import ArgumentParser

/// What every verb understands.
struct CommonOptions: ParsableArguments {
    @Flag(help: "Answers, and tells problems, as JSON: for programs.")
    var json = false

    @Option(
        help: ArgumentHelp(
            "The language of tables and problems: sv or en (CASEFEEDBACK_LANGUAGE; Swedish unless given).",
            valueName: "sv|en"))
    var language: String?

    @Option(
        help: ArgumentHelp(
            "How much the program logs on standard error, from trace to critical; error unless given, info for serve.",
            valueName: "level"))
    var logLevel: String?
}

/// Which database.
struct DatabaseOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "The database as libpq takes it: a URI, keywords and values, or a name (CASEFEEDBACK_DATABASE).",
            valueName: "connection"))
    var database: String?
}

/// Whose log.
struct OrganisationOption: ParsableArguments {
    @Option(
        name: [.long, .customLong("municipality")],
        help: ArgumentHelp(
            "The organisation: 1480, or a name such as goteborgsregionen. May be left out if the database has only one.",
            valueName: "id"))
    var organisation: String?
}

/// Who acts, in what role, and on what ground.
struct CallerOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Who acts: a subject, or issuer#subject. It is asserted, not verified; the operating system's user unless given.",
            valueName: "subject"))
    var caller: String?

    @Option(help: "In what role; administrator unless given.")
    var role: String?

    @Option(help: "On what ground: an assignment, a decision; local-administration unless given.")
    var ground: String?
}
