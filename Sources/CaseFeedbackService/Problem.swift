package import CanonicalJSON
import CaseFeedback
package import EventSourcing
package import EventStore
import Postgres

/// Why something asked for was not done: a code with its parameters, and where in the input the reason stands.
///
/// The sentence is made when it is read, in Swedish or English. HTTP sends a problem as `application/problem+json`, the
/// command line prints it and ends with the exit code of its kind.
package struct Problem: Error, Sendable, Hashable {
    /// What whoever asked can do about it.
    package enum Kind: String, Sendable, CaseIterable {
        /// The input is not what it should be.
        case badInput
        /// A rule forbids it.
        case refused
        /// The stream has another version than was expected.
        case stale
        /// The command's id was used for something else.
        case idReused
        /// There is no such thing for this organisation.
        case notFound
        /// Nothing is wrong with what was asked: try again later.
        case tryLater
        /// The installation must be mended first: schema, configuration.
        case installation
    }

    /// Every attempt found that others had written meanwhile.
    static let contendedCode = "contended"

    package let kind: Kind
    package let code: String
    package let parameters: [String: String]
    /// Line of the input, from 1.
    package var line: Int?
    package let column: Int?
    /// JSON pointer of the field.
    package let field: String?
    /// The refused value, unless it is protected or looks like a personal identity number.
    package let value: String?

    package init(
        _ kind: Kind, _ code: String, _ parameters: [String: String] = [:], line: Int? = nil, column: Int? = nil,
        field: String? = nil, value: String? = nil
    ) {
        self.kind = kind
        self.code = code
        self.parameters = parameters
        self.line = line
        self.column = column
        self.field = field
        self.value = value.flatMap { PersonalIdentityNumber.isContained(in: $0) ? nil : $0 }
    }

    package init(_ fault: JSONFault) {
        self.init(
            .badInput, fault.innerCode ?? fault.code.rawValue, fault.parameters,
            line: fault.line == 0 ? nil : fault.line,
            column: fault.column == 0 ? nil : fault.column, field: fault.pointer, value: fault.value)
    }

    package init(_ refusal: Refusal) {
        self.init(.refused, refusal.code, refusal.parameters, field: refusal.field)
    }

    /// What can't be adopted of a text that was read: with the place there, and the value where it is one.
    package init(_ refusal: Refusal, in document: JSONDocument) {
        let field = refusal.field ?? ""
        let location = document.location(of: field)
        let value: String? =
            switch document.value(at: field) {
            case .string(let text): text
            case .integer(let number): "\(number)"
            default: nil
            }
        self.init(
            .badInput, refusal.code, refusal.parameters, line: location?.line, column: location?.column, field: field,
            value: value)
    }

    package init(_ error: StoreError) {
        switch error {
        case .eventTooLarge,
            .database where error.isEventTooLarge:
            self.init(.refused, "event-too-large", ["most": "\(EncodedEvent.bytesMax)"])
        case .database where error.isCommandReused: self.init(.idReused, "command-id-reused")
        case .database where error.isDiskFull: self.init(.tryLater, "disk-full")
        case .database(let cause) where error.isUnavailability:
            self.init(.tryLater, "database-unavailable", ["detail": String(describing: cause)])
        case .database(.server(let refusal)):
            // Without the server's DETAIL, which may quote a stored row.
            self.init(.installation, "database-refused", ["detail": "\(refusal.message) (\(refusal.sqlState))"])
        case .database(let cause):
            self.init(.installation, "database-refused", ["detail": String(describing: cause)])
        case .databaseMissing(let message): self.init(.installation, "database-missing", ["detail": message])
        case .rolesMissing(let message): self.init(.installation, "roles-missing", ["detail": message])
        case .schemaMissing: self.init(.installation, "schema-missing")
        case .schemaTooOld(let found, let needed):
            self.init(.installation, "schema-too-old", ["found": "\(found)", "needed": "\(needed)"])
        case .schemaTooNew(let found, let known):
            self.init(.installation, "schema-too-new", ["found": "\(found)", "known": "\(known)"])
        case .databaseNotUTF8(let encoding):
            self.init(.installation, "database-not-utf8", ["encoding": encoding])
        case .logNotFound(let log):
            self.init(.notFound, "organisation-not-found", ["organisation": log.organisation.text])
        case .logNotEmpty(let log, let head):
            self.init(.refused, "log-not-empty", ["log": log.description, "head": head.description])
        case .logInUse(let log): self.init(.tryLater, "log-in-use", ["log": log.description])
        case .clocksApart(_, let microseconds):
            self.init(.tryLater, "clocks-apart", ["seconds": "\(microseconds / 1_000_000)"])
        case .queueFull(_, let waiting): self.init(.tryLater, "queue-full", ["waiting": "\(waiting)"])
        case .requestMalformed(let fault): self.init(.installation, "request-malformed", ["detail": fault.description])
        case .outcomeUnknown: self.init(.tryLater, "outcome-unknown")
        case .corrupt(let detail): self.init(.installation, "store-corrupt", ["detail": detail])
        case .unreadable(let event): self.init(.installation, "unreadable-event", ["event": event.description])
        case .eventMissing(let log, let position):
            self.init(.installation, "event-missing", ["log": log.description, "position": "\(position)"])
        case .overtaken(let projection): self.init(.tryLater, "projection-overtaken", ["projection": projection])
        case .logEndsBefore(let projection, let position, let end):
            self.init(
                .installation, "log-ends-before",
                ["projection": projection, "position": "\(position)", "end": "\(end)"])
        case .notBuilt(let projection, let revision, let served):
            self.init(
                .tryLater, served < revision ? "projection-not-built" : "projection-of-newer-release",
                ["projection": projection, "revision": "\(revision)", "served": "\(served)"])
        case .buildFailed(let projection, let reason):
            self.init(.tryLater, "projection-stands-still", ["projection": projection, "reason": reason])
        case .notStanding(let projection, let stage):
            self.init(.tryLater, "projection-not-standing", ["projection": projection, "stage": stage])
        case .claimLost(let projection, let organisation):
            self.init(
                .tryLater, "rebuild-claim-lost", ["projection": projection, "organisation": organisation.text])
        case .beingBuilt(let projection, let organisation, let holder):
            self.init(
                .tryLater, "projection-being-built",
                [
                    "projection": projection, "organisation": organisation.text,
                    "process": (holder?.process).map { "\($0)" } ?? "?", "host": holder?.host ?? "?",
                    "since": holder?.since ?? "?", "backend": (holder?.backend).map { "\($0)" } ?? "?",
                ])
        case .nothingToReturnTo(let projection, let organisation):
            self.init(
                .refused, "nothing-to-return-to", ["projection": projection, "organisation": organisation.text])
        case .returnBehind(let projection, let position, let needed, let release):
            self.init(
                .refused, "return-behind",
                [
                    "projection": projection, "position": "\(position)", "needed": "\(needed)", "release": release,
                ])
        case .contended(_, let attempts): self.init(.tryLater, Self.contendedCode, ["attempts": "\(attempts)"])
        }
    }
}

/// Work on a connection may fail with a problem of its own.
extension Problem: StoreFailure {
    package static func store(_ error: StoreError) -> Problem { Problem(error) }
}
