package import EventSourcing
import Logging
import Postgres
import SchemaFiles

extension ProjectionRunner {
    /// Lets a generation that comes to an event that can't be read stand before it, with the reason, where the program has none
    /// of its revision to show: degraded instead of gone. It is followed from there on, and goes on when the event can be read.
    ///
    /// The pointer moves to it unless what is served is further: other readers never go back.
    func standBefore(_ event: UnreadableEvent, _ new: OpenGeneration) async throws(StoreError) {
        let known = try await generations(of: new.projection, new.generation.organisation)
        guard !known.contains(where: { $0.stage == .standing && $0.revision == new.projection.revision }),
            let built = known.first(where: { $0.generation == new.generation })
        else { return }
        if built.stage == .folding { try await makeRows(new) }
        let stage = built.stage == .folding ? .comparing : built.stage
        while try await advance(new.projection, new.generation, to: Position(event.position.value - 1)) > 0 {}
        let stands = try await connections.write(new.generation.organisation, as: .projector) {
            (session) throws(StoreError) in
            // Locked in the order of their numbers, as by everybody who holds two.
            let served = try session.lockCheckpoint(new.served.generation)
            let position = try session.lock(new.generation, for: new.projection)
            guard position.next == event.position else { return false }
            try session.setStage(.standing, from: stage, of: new.generation)
            try session.noteFailure(of: new.generation, at: position, because: event.description)
            if let served, served.position <= position {
                try session.run(
                    SchemaFiles.movePointer, new.generation.organisation.text, new.projection.name,
                    new.generation.number, new.served.generation.number)
            }
            return true
        }
        guard stands else { return }
        logger.error(
            "projection stands before an event",
            metadata: ["projection": "\(new.generation)", "reason": "\(event)"])
    }

    /// Notes why what was begun of a revision came to no end, where `status` and questions find it: beside the checkpoint, until
    /// that moves or stands. Where nothing could be begun, nothing is noted; nor what passes by itself or was noted where it
    /// happened.
    package func noteFailedBuild(
        of projection: any StoredProjection, _ organisation: OrganisationID, because error: StoreError, goesOn: String
    ) async throws(StoreError) {
        switch error {
        case .beingBuilt, .claimLost, .overtaken, .unreadable, .database(.cancelled): return
        case .database where error.isUnavailability && !error.isDiskFull: return
        default: break
        }
        guard let begun = try await unfinished(projection, of: organisation) else { return }
        try await connections.write(organisation, as: .projector) { (session) throws(StoreError) in
            _ = try session.noteFailure(
                of: begun.generation, at: begun.position, because: "\(error); \(goesOn)")
        }
    }

    /// The rows of what was folded as far as it could be, which a build makes in its end.
    private func makeRows(_ new: OpenGeneration) async throws(StoreError) {
        try await connections.withSession(as: .loader) { (session) throws(StoreError) in
            try session.building(new.generation) { () throws(StoreError) in
                let position = try session.lock(new.generation, for: new.projection)
                try new.projection.build(new.generation, from: position).finish(on: session)
                try session.setStage(.comparing, from: .folding, of: new.generation)
            }
        }
    }
}
