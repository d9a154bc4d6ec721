import CanonicalJSON
import EventSourcing
import Testing

@testable import CaseFeedback

@Suite struct `The command file of the case` {
    @Test func `is of one organisation, and says for whom it acts`() throws {
        let file = try CommandFile.goteborg
        #expect(file.header.format == "casefeedback-commands")
        #expect(file.header.version == 1)
        #expect(file.header.organisation.text == "1480")
        #expect(file.header.caller.issuer == "synthetic")
        #expect(file.commands.allSatisfy { $0.command.header.organisation.text == "1480" })
    }

    @Test func `is canonical in each line, and ends with a line feed`() throws {
        let file = try CommandFile.goteborg
        #expect(file.bytes.last == UInt8(ascii: "\n"))
        #expect(!file.bytes.contains(UInt8(ascii: "\r")))
        let header = file.bytes.prefix { $0 != UInt8(ascii: "\n") }
        for line in [Array(header)] + file.lines {
            #expect(throws: Never.self) { try CanonicalJSON.value(reading: line) }
        }
        #expect(file.lines.count < 2_500)
    }

    @Test func `gives each command an id of its own, made of a hash and not of a moment`() throws {
        let ids = try CommandFile.goteborg.commands.map(\.command.header.id)
        #expect(Set(ids).count == ids.count)
        #expect(ids.allSatisfy { $0.high >> 12 & 0xF == 8 && $0.low >> 62 == 2 })
    }

    @Test func `opens a demonstration log and never asks for a version`() throws {
        let commands = try CommandFile.goteborg.commands.map(\.command)
        #expect(commands.first?.body.opening == LogOpening(nature: .demonstration, zone: "Europe/Stockholm"))
        #expect(commands.dropFirst().allSatisfy { $0.body.opening == nil && $0.header.expectedVersion == nil })
    }

    @Test func `is accepted from the first command to the last`() throws {
        let file = try CommandFile.goteborg
        let replay = try Replay.goteborg
        #expect(Set(replay.events.map(\.envelope.commandID)).count == file.commands.count)
    }

    /// What isn't told by a source is marked; and a mark names something that is there, or it would say nothing.
    @Test func `presents nothing as published that isn't`() throws {
        for (line, document, command) in try CommandFile.goteborg.commands {
            let header = command.header
            let marks = header.synthetic ?? []
            #expect(!marks.isEmpty || header.source != nil, "line \(line) says nothing about where it is from")
            for mark in marks {
                #expect(
                    mark.isEmpty || document.value(at: mark) != nil, "line \(line) marks \(mark), which isn't there")
            }
            for (pointer, value) in document.root.facts {
                let isMarked = marks.contains { $0.isEmpty || pointer == $0 || pointer.hasPrefix($0 + "/") }
                let isTold = PublishedFacts.tell(value, at: pointer, in: header.type.text)
                #expect(isMarked || isTold, "line \(line) presents \(pointer) of \(header.type) as published")
                #expect(
                    isMarked || header.source != nil || command.body.isItsOwnOrigin, "line \(line) cites no source")
            }
        }
    }

    @Test func `names nobody`() throws {
        let replay = try Replay.goteborg
        for event in replay.events where event.type == PersonRegistered.type {
            #expect(try event.decode(PersonRegistered.self).name == nil)
        }
        #expect(!replay.texts.isEmpty)
        for text in replay.texts.values {
            #expect(text.wordsInCapitalsWithinSentences.isEmpty, "\(text)")
        }
    }

    @Test func `gives no two children the same words`() throws {
        let replay = try Replay.goteborg
        let words = try replay.events.filter { $0.type == StatementRecorded.type }.map {
            let text = try $0.decode(StatementRecorded.self).text
            return try #require(replay.words(of: RecordedFact($0.folded).reference(to: text)))
        }
        #expect(words.count > 200)
        #expect(Set(words).count == words.count)
    }
}

extension JSONValue {
    /// The fields of a command that say something about the world, each with its pointer.
    fileprivate var facts: [(pointer: String, value: JSONValue)] {
        guard case .object(let fields) = self else { return [] }
        return fields.filter { ["data", "occurredOn", "occurredAt", "performedBy"].contains($0.key) }
            .flatMap { $0.value.leaves(under: "/\($0.key)") }
    }

    private func leaves(under pointer: String) -> [(pointer: String, value: JSONValue)] {
        switch self {
        case .object(let fields): fields.flatMap { $0.value.leaves(under: "\(pointer)/\($0.key)") }
        case .array(let elements): elements.enumerated().flatMap { $1.leaves(under: "\(pointer)/\($0)") }
        default: [(pointer, self)]
        }
    }
}

extension String {
    /// Words that begin with a capital and no sentence, as names do.
    fileprivate var wordsInCapitalsWithinSentences: [Substring] {
        var isStart = true
        return split(separator: " ").filter { word in
            defer { isStart = word.last.map { ".:?!".contains($0) } ?? false }
            return !isStart && word.first?.isUppercase == true
        }
    }
}
