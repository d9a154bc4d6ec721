import CaseFeedbackService
import HTTPTypes
import Hummingbird
import NIOCore
import Testing

@testable import CaseFeedbackHTTP

@Suite struct `Reading a body` {
    private func request(_ body: RequestBody) -> Request {
        Request(head: HTTPRequest(method: .post, scheme: nil, authority: nil, path: "/"), body: body)
    }

    @Test func `takes it in pieces, up to the limit`() async throws {
        let (stream, pieces) = AsyncStream.makeStream(of: ByteBuffer.self)
        for piece in ["ab", "cd"] { pieces.yield(ByteBuffer(string: piece)) }
        pieces.finish()
        let body = try await request(RequestBody(asyncSequence: stream)).bytes(atMost: 4, within: .seconds(30))
        #expect(body == Array("abcd".utf8))
    }

    @Test func `stops at the first byte above the limit`() async throws {
        let (stream, pieces) = AsyncStream.makeStream(of: ByteBuffer.self)
        pieces.yield(ByteBuffer(string: "abcde"))
        let problem = await #expect(throws: Problem.self) {
            try await request(RequestBody(asyncSequence: stream)).bytes(atMost: 4, within: .seconds(30))
        }
        #expect(problem?.code == "body-too-large")
        #expect(problem?.status == .contentTooLarge)
    }

    @Test func `gives up on one that doesn't come`() async throws {
        let (stream, pieces) = AsyncStream.makeStream(of: ByteBuffer.self)
        pieces.yield(ByteBuffer(string: "a"))
        let problem = await #expect(throws: Problem.self) {
            try await request(RequestBody(asyncSequence: stream)).bytes(atMost: 4, within: .milliseconds(50))
        }
        #expect(problem?.code == "body-too-slow")
        #expect(problem?.status == .requestTimeout)
    }
}
