import Foundation
import Testing

@testable import Benchmarking

@Suite struct PeerMessagesTests {
  @Test func workGoesThereAndBackOnOneLine() throws {
    var work = Work(.training, threads: 2)
    work.model = "a/b\nc"
    work.dropout = 0.05
    let line = try MessageLine.encode(PeerRequest(work: work))
    #expect(line.filter { $0 == UInt8(ascii: "\n") }.count == 1)
    #expect(line.last == UInt8(ascii: "\n"))
    #expect(try MessageLine.decode(PeerRequest.self, line).work == work)
  }

  @Test func repeatsAreNumbered() throws {
    #expect(try MessageLine.encode(PeerRequest(repeat: 3)) == Data("{\"repeat\":3}\n".utf8))
  }

  @Test func aReplyNeedsNothing() throws {
    #expect(try MessageLine.decode(PeerReply.self, Data("{}".utf8)) == PeerReply())
    let reply = try MessageLine.decode(PeerReply.self, Data(#"{"unavailable":"no torch"}"#.utf8))
    #expect(reply == .unavailable("no torch"))
  }

  @Test(arguments: ["", "nothing", "[]", #"{"seconds":"x"}"#])
  func anythingElseIsAnError(line: String) {
    #expect(throws: (any Error).self) { try MessageLine.decode(PeerReply.self, Data(line.utf8)) }
  }
}
