import CanonicalJSON
import CaseFeedback
import CaseFeedbackDocuments
import CaseFeedbackService

/// Speaks with whoever called: answers on standard output, everything else on standard error.
struct Console: Sendable {
    let language: Language
    let isJSON: Bool

    /// Tables are as wide as the terminal; in a file or a pipe they have room.
    var width: Int { max(60, Output.standardOutput.terminalWidth ?? Self.widthWithoutTerminal) }

    private static let widthWithoutTerminal = 160

    func print(_ text: String) throws(Failure) { try write(Array(text.utf8)) }

    /// An answer for programs: one line.
    func print(json: [UInt8]) throws(Failure) { try write(json + [UInt8(ascii: "\n")]) }

    func print(json value: some Encodable) throws(Failure) {
        let bytes: [UInt8]
        do throws(JSONFault) { bytes = try CanonicalEncoder().bytes(of: value) } catch { throw Failure(Problem(error)) }
        try print(json: bytes)
    }

    /// An answer that HTTP gives with the same bytes.
    func print(_ document: some AnswerDocument) throws(Failure) { try print(json: document) }

    /// The same answer, for programs or for people.
    func answer(_ json: some Encodable, _ words: Sentence, _ values: [String: String] = [:]) throws(Failure) {
        if isJSON {
            try print(json: json)
        } else {
            try print(words.text(in: language, filling: values) + "\n")
        }
    }

    /// Something that people should know beside the answer; programs find it in the answer.
    func note(_ sentence: Sentence, _ values: [String: String] = [:]) {
        guard !isJSON else { return }
        try? Output.standardError.write(sentence.text(in: language, filling: values) + "\n")
    }

    func report(_ failure: Failure) {
        try? Output.standardError.write(failure.report(in: language, isJSON: isJSON))
    }

    private func write(_ bytes: [UInt8]) throws(Failure) {
        do throws(Output.NotWritable) {
            try Output.standardOutput.write(bytes)
        } catch {
            throw Failure(Problem(.tryLater, "output-not-writable", ["detail": error.detail]))
        }
    }
}
