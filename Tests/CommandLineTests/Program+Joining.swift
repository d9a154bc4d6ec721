import Testing

extension Program {
    /// The first line of a file for Gothenburg.
    static let fileHeader =
        #"{"format":"casefeedback-commands","version":1,"organisation":"1480","#
        + #""caller":{"issuer":"os","subject":"anna","role":"administrator","ground":"trial"}}"#

    /// The command that opens its log.
    static func join(nature: String = "demonstration") -> String {
        #"{"id":"018f0000-0000-7000-8000-000000000001","type":"join-municipality","organisation":"1480","#
            + #""occurredOn":"2017-01-02","data":{"name":{"sv":"Göteborg"},"nature":"\#(nature)","#
            + #""zone":"Europe/Stockholm"}}"#
    }

    /// Opens the log by importing a file.
    func join(nature: String = "demonstration") async throws {
        let call = try await self(
            "import", "commands", "-", input: "\(Self.fileHeader)\n\(Self.join(nature: nature))\n")
        try #require(call.status == 0, "\(call.errors)")
    }
}
