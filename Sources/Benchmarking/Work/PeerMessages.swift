import Foundation

/// A line to a contestant's process: first the work, then one request for each repeat.
package struct PeerRequest: Codable, Sendable, Equatable {
  /// The work, in the first line alone.
  package var work: Work?
  /// The number of the repeat, counted from 0; the first one does not count.
  package var `repeat`: Int?

  /// The first line.
  package init(work: Work) { self.work = work }

  /// A later line.
  package init(repeat number: Int) { `repeat` = number }
}

/// A contestant's answer to a line; everything is optional but what the line asked for.
package struct PeerReply: Codable, Sendable, Equatable {
  /// How long the repeat took.
  package var seconds: Double?
  /// How long the same took without the busy processes beside it; the harness fills it in.
  package var secondsAlone: Double?
  /// How much it did, in the work's own unit: steps, tokens, bytes.
  package var amount: Double?
  /// The most memory that the process has had, in bytes.
  package var peakBytes: Int?
  /// Numbers that other contestants should come to as well.
  package var result: [Double]?
  /// The floating-point operations of the repeat's matrix products.
  package var floatingPointOperations: Double?
  /// The instructions of the program that ran.
  package var instructions: Int?
  /// The parts that the repeat is made of.
  package var operations: [OperationTiming]?
  /// Names and versions of the libraries that do the work.
  package var versions: [String: String]?
  /// Why the work can't be done.
  package var unavailable: String?

  /// An answer to be filled in.
  package init() {}

  /// The answer that the work can't be done.
  package static func unavailable(_ reason: String) -> PeerReply {
    var reply = PeerReply()
    reply.unavailable = reason
    return reply
  }
}

/// A part of a repeat.
package struct OperationTiming: Codable, Sendable, Equatable {
  /// The operation.
  package var name: String
  /// How often it ran.
  package var calls: Int
  /// How long all its runs took.
  package var seconds: Double
  /// The floating-point operations of all its runs.
  package var floatingPointOperations: Double
  /// The bytes that all its runs read and write, where those are what is measured.
  package var bytes: Double?

  /// A part.
  package init(
    name: String, calls: Int, seconds: Double, floatingPointOperations: Double, bytes: Double? = nil
  ) {
    self.name = name
    self.calls = calls
    self.seconds = seconds
    self.floatingPointOperations = floatingPointOperations
    self.bytes = bytes
  }
}

/// Messages as lines of JSON.
package enum MessageLine {
  /// The message with a newline at its end.
  /// - Throws: `EncodingError`.
  package static func encode(_ message: some Encodable) throws -> Data {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return try encoder.encode(message) + Data("\n".utf8)
  }

  /// The message of a line.
  /// - Throws: `DecodingError`.
  package static func decode<Message: Decodable>(_ type: Message.Type, _ line: Data) throws -> Message {
    try JSONDecoder().decode(type, from: line)
  }
}
