extension Measurement {
    /// Many encoded events into an empty log, directly, against COPY of the same rows into the same tables; beside it the
    /// same into a log that is not empty, where they are staged.
    static let importing = Measurement(name: "import") { stage in
        [.imports("ours", on: stage), .rawImport(on: stage), .imports("nonempty", intoEmpty: false, on: stage)]
    }

    /// A log in its order, against COPY of the same columns that nobody looks at.
    static let reading = Measurement(name: "read") { stage async throws(Failure) in
        guard let log = try await stage.history(events: stage.scale.events).first else {
            preconditionFailure("a history of one log has one")
        }
        return [try await .reads(log, on: stage), .rawRead(of: log, on: stage)]
    }
}
